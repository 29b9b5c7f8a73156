/** The worker thread: holds the models, translates one round of sentences after the other. */
import { parentPort } from 'node:worker_threads';
import { packError } from './protocol.js';
import type { Answer, Job, ModelKey } from './protocol.js';
import { Rounds, isStopped } from './rounds.js';
import type { Round } from './rounds.js';
import { Translator } from './translator.js';

/** Sentences of a round; with the usual beam of 5, one batch. */
const ROUND_SIZE = 64;
/** Models kept in memory; the one used longest ago goes first. */
const MODELS_KEPT = 4;

const rounds = new Rounds();
const translators = new Map<string, { version: string; loading: Promise<Translator> }>();
/** Models that another has taken the place of; freed between two rounds, since one may still use them. */
const retired: Promise<Translator>[] = [];
let working = false;

const send = (answer: Answer): void => parentPort?.postMessage(answer);

/** The translator of a model, loaded at its first use and again when its folder holds another version. */
function translatorOf({ folder, version }: ModelKey): Promise<Translator> {
  const known = translators.get(folder);
  translators.delete(folder);
  if (known?.version === version) {
    translators.set(folder, known);
    return known.loading;
  }
  const loading = Translator.load(folder);
  translators.set(folder, { version, loading });
  loading.catch(() => {
    if (translators.get(folder)?.loading === loading) translators.delete(folder);
  });
  if (known) retired.push(known.loading);
  for (const [other, entry] of translators) {
    if (translators.size <= MODELS_KEPT) break;
    translators.delete(other);
    retired.push(entry.loading);
  }
  return loading;
}

function freeRetired(): void {
  for (const loading of retired.splice(0)) {
    loading.then(
      (translator) => translator.dispose(),
      () => undefined, // it never loaded
    );
  }
}

async function translateRound({ model, beam, nBest, shares }: Round): Promise<void> {
  const translator = await translatorOf(model);
  const signal = {
    get aborted() {
      return shares.every(({ waiting }) => isStopped(waiting));
    },
  };
  const sources = shares.flatMap((share) => share.sources);
  const translated = await translator.translateSentences(sources, { beam, nBest, signal });
  for (const { waiting, sources: own } of shares) waiting.done.push(...translated.splice(0, own.length));
  const finished = shares
    .map(({ waiting }) => waiting)
    .filter(({ job, done }) => done.length === job.sources.length);
  rounds.remove(finished);
  for (const { job, done } of finished) send({ type: 'done', id: job.id, sentences: done });
}

async function work(): Promise<void> {
  if (working) return;
  working = true;
  for (let round = rounds.next(ROUND_SIZE); round; round = rounds.next(ROUND_SIZE)) {
    freeRetired();
    try {
      await translateRound(round);
    } catch (error) {
      const failed = round.shares.map(({ waiting }) => waiting);
      rounds.remove(failed);
      for (const { job } of failed) send({ type: 'failed', id: job.id, error: packError(error) });
    }
  }
  working = false;
}

parentPort?.on('message', (job: Job) => {
  if (job.type === 'load') {
    // What is wrong with the model is said to the request that needs it.
    translatorOf(job.model).catch(() => undefined);
    return;
  }
  rounds.add(job);
  void work();
});
