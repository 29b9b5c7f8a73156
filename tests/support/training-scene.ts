/** Trainings in every state, written into a store by hand, as their processes would have left them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '../../src/foundation/process-identity.js';
import { heatmapSvg } from '../../src/render/heatmap.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';

const COLUMNS = ['▁주문', '하신', '▁상품이', '▁도착', '합니다', '.', '</s>'];
/** What the model makes of the probe sentence, from noise on; frames of different height. */
export const STAGES = ['the the the the the the', 'The product is here', 'The item you ordered will arrive.'];
export const UPDATES = 60;
const VALIDATED = [20, 40, 60];

const score = (value: number): { score: number; signature: string } => ({ score: value, signature: 'test' });

/** A folder with trainings, a data set, and numbers of what stands there. */
export class TrainingScene {
  readonly folder = mkdtempSync(join(tmpdir(), 'ieum-scene-'));
  readonly store: Store = openStore(this.folder);
  readonly dataSet: number;

  constructor() {
    const pairs = Array.from({ length: 40 }, (_, k) => ({
      ko: `주문 ${k}번을 취소해 주세요.`,
      en: `Cancel order ${k}.`,
    }));
    this.dataSet = this.store.dataSets.create('shop', pairs, 'shop.tsv').id;
  }

  remove(): void {
    this.store.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** A job that waits. */
  job(name: string, changes: object = {}): number {
    const request = { name, source: 'ko', target: 'en', base: 'ko-en', data: [{ dataSet: this.dataSet }] };
    return this.store.jobs.add({ name, request: { ...request, ...changes } }).id;
  }

  run(name: string, config: object = {}): number {
    const folder = join(this.folder, 'runs', name);
    const training = { updates: UPDATES, learningRate: 0.001 };
    return this.store.runs.start({
      name,
      folder,
      config: { source: 'ko', target: 'en', training, ...config },
    });
  }

  tell(run: number, kind: string, data: unknown): void {
    this.store.events.add({ run, kind, data });
  }

  /** A job that trains in this process. */
  running(name: string, until: number, changes: object = {}): { job: number; run: number } {
    const job = this.job(name, changes);
    this.store.jobs.claim(processIdentity());
    const run = this.run(name);
    this.store.jobs.began(job, { run, step: 0 });
    this.train(run, 0, until);
    return { job, run };
  }

  /** A job that has ended, in one way or another. */
  ended(
    name: string,
    until: number,
    state: 'finished' | 'stopped' | 'failed' | 'paused',
    changes: object = {},
  ) {
    const ids = this.running(name, until, changes);
    const { jobs, leases, runs } = this.store;
    const isDone = state === 'finished' || state === 'stopped';
    if (isDone) this.measured(ids, name);
    else jobs.saved(ids.job, until);
    runs.finish(ids.run, state === 'paused' ? 'stopped' : state);
    const reason = state === 'failed' ? 'checkpoint: expected room on the disk, got none' : null;
    jobs.leave(ids.job, state, { reason, ...(isDone && { model: `${name}-1` }) });
    leases.release('training', processIdentity());
    return ids;
  }

  /** What a run tells from one update to another. */
  train(run: number, from: number, until: number): void {
    this.tell(run, 'note', { text: `goes on from update ${from}` });
    this.tell(run, 'began', { update: from, updates: UPDATES });
    for (let update = from + 10; update <= until; update += 10) {
      const numbers = {
        loss: 4 - update / 30,
        gradientNorm: 1 + 10 / update,
        learningRate: 0.001,
        tokensPerSecond: 900,
      };
      this.store.runs.addMetrics(run, { kind: 'training', step: update, epoch: 0, ...numbers });
      const left = (UPDATES - update) / 2;
      this.tell(run, 'training', {
        ...numbers,
        update,
        updates: UPDATES,
        seconds: update / 2,
        secondsLeft: left,
      });
      if (VALIDATED.includes(update)) this.validate(run, update);
    }
  }

  private validate(run: number, update: number): void {
    const stage = VALIDATED.indexOf(update);
    const numbers = {
      loss: 3 - stage / 2,
      perplexity: Math.exp(3 - stage / 2),
      bleu: 5 + 10 * stage,
      chrf: 20 + 15 * stage,
    };
    this.store.runs.addMetrics(run, { kind: 'validation', step: update, epoch: 0, ...numbers });
    const sample = { source: '주문하신 상품이 도착합니다.', reference: 'The item you ordered arrives.' };
    const samples = [{ ...sample, hypothesis: STAGES[stage] }];
    this.tell(run, 'validation', { ...numbers, update, best: true, seconds: update / 2, samples });
    this.frame(run, update, STAGES[stage]);
    this.tell(run, 'probe', { update });
  }

  private frame(run: number, update: number, text: string): void {
    const rows = [...text.split(' ').map((word) => `▁${word}`), '</s>'];
    const folder = join(this.store.runs.read(run)?.folder ?? '', 'attention');
    mkdirSync(folder, { recursive: true });
    const weights = rows.map((_, row) => COLUMNS.map((_column, column) => (row === column ? 0.7 : 0.05)));
    const languages = { rowLanguage: 'en', columnLanguage: 'ko', byColumns: true };
    const svg = heatmapSvg({ rows, columns: COLUMNS, weights, ...languages, title: `update ${update}` });
    writeFileSync(join(folder, `${String(update).padStart(7, '0')}.svg`), svg);
  }

  private measured({ job, run }: { job: number; run: number }, name: string): void {
    const { events, jobs } = this.store;
    jobs.evaluating(job, null);
    const own = { test: 'own', id: `job:${job}`, name: `held out by job ${job}`, pairs: 6 };
    const base = { test: 'base', id: 'base', name: 'everyday/test.tsv', pairs: 1000 };
    const scores = { bleu: score(58.2), chrf: score(81.5), before: { bleu: score(9.4), chrf: score(31.7) } };
    const kept = { bleu: score(13.1), chrf: score(35.9), before: { bleu: score(13.2), chrf: score(36) } };
    events.add({ job, run, kind: 'measured', data: { ...own, ...scores } });
    events.add({ job, run, kind: 'measured', data: { ...base, ...kept } });
    events.add({ job, run, kind: 'registered', data: { model: `${name}-1` } });
  }
}
