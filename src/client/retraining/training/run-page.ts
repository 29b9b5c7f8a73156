/** The page of one training, live: what its events say is drawn as they come. */
import { validationTable, chartsOf } from '../../../render/training/charts.js';
import { headParts } from '../../../render/training/head.js';
import type { TrainingHead } from '../../../render/training/head.js';
import { follow } from '../../../render/training/history.js';
import type { TrainingEvent, TrainingHistory } from '../../../render/training/history.js';
import { trainingResult } from '../../../render/training/result.js';
import { validationLine } from '../../../render/training/samples.js';
import { stateName } from '../../../render/training/state.js';
import { escapeXml } from '../../../render/xml.js';
import type { Job } from '../../../web/api/retraining/jobs.js';
import { ask } from '../../api.js';
import { announce, fill } from '../../page.js';
import { connectActs } from './acts.js';
import { LiveCharts } from './live-charts.js';
import { pageData } from './page-data.js';
import { redrawPart } from './parts.js';
import { Reel } from './reel.js';
import { EventStream } from './stream.js';

interface PageData {
  head: TrainingHead;
  history: TrainingHistory;
  path: string;
}

/** States after which nothing more comes. */
const OVER = new Set(['finished', 'stopped', 'cancelled']);

class RunPage {
  private readonly charts: LiveCharts | null;
  private readonly reel: Reel;
  private stream: EventStream | null = null;
  private head: TrainingHead;
  private readonly history: TrainingHistory;
  private readonly path: string;

  constructor({ head, history, path }: PageData) {
    this.head = head;
    this.history = history;
    this.path = path;
    const room = document.querySelector<HTMLElement>('[data-charts]');
    this.charts = room && new LiveCharts(room, () => this.drawn());
    this.reel = new Reel(history, head);
    if (!OVER.has(history.state)) this.listen();
  }

  /** Asks what became of the job, of which events do not tell all. */
  async refresh(): Promise<void> {
    const { job } = this.head;
    if (job === null) return;
    const { step, seconds, ended, started, created } = (await ask(`/v1/jobs/${job}`, {})) as Job;
    this.head = { ...this.head, step, seconds, when: ended ?? started ?? created };
    this.drawHead();
  }

  /** Follows its events, unless it does already. */
  listen(): void {
    if (this.stream) return;
    const { job, run } = this.head;
    const address = job === null ? `/v1/runs/${run ?? 0}/events` : `/v1/jobs/${job}/events`;
    this.stream = new EventStream(address, {
      after: this.history.last,
      take: (events) => this.take(events),
      connected: (connected) => {
        const place = document.querySelector('[data-connection]');
        if (place) place.textContent = connected ? 'Live' : 'The connection is lost; trying again …';
      },
    });
  }

  private drawn() {
    const { history } = this;
    return { charts: chartsOf(history), end: history.updates || history.update, unit: 'updates' };
  }

  private take(events: TrainingEvent[]): void {
    const { history } = this;
    for (const event of events) {
      if (!follow(history, event, this.head.job !== null)) continue;
      if (event.kind === 'began') this.reel.goBack(history.update);
    }
    const kinds = new Set(events.map(({ kind }) => kind));
    this.drawHead();
    this.charts?.draw();
    if (['validation', 'probe', 'began'].some((kind) => kinds.has(kind))) this.drawValidations(kinds);
    redrawPart('result', trainingResult(history, this.head.base ?? null));
    if (kinds.has('note')) this.drawNotes();
    if (kinds.has('state')) this.changed();
  }

  private drawHead(): void {
    const { state, phase, wanted, reason, model, run, update, updates, secondsLeft, tokensPerSecond } =
      this.history;
    const known = { state, phase, wanted, reason, model, run, update, updates, secondsLeft, tokensPerSecond };
    this.head = {
      ...this.head,
      ...known,
      said: this.history.notes[this.history.notes.length - 1]?.text ?? null,
    };
    for (const [name, html] of Object.entries(headParts(this.head, this.path))) redrawPart(name, html);
  }

  private drawValidations(kinds: Set<string>): void {
    const { history } = this;
    this.reel.draw();
    redrawPart('validations', validationTable(history));
    const last = history.validations.at(-1);
    if (kinds.has('validation') && last) announce(validationLine(last));
  }

  private drawNotes(): void {
    const place = document.querySelector<HTMLElement>('[data-notes]');
    if (place) place.hidden = this.history.notes.length === 0;
    redrawPart('notes', this.history.notes.map(({ text }) => `<li>${escapeXml(text)}</li>`).join(''));
  }

  /** Says what state it is in now, and stops listening where that is the last one. */
  private changed(): void {
    announce(`${this.head.name}: ${stateName(this.head)}`);
    void this.refresh().catch(() => undefined);
    if (!OVER.has(this.history.state)) return;
    this.stream?.close();
    this.stream = null;
    const place = document.querySelector('[data-connection]');
    if (place) fill(place, '');
  }
}

export function showRunPage(): void {
  const page = new RunPage(pageData() as PageData);
  connectActs((act) => {
    if (act === 'delete') location.assign('/training');
    else page.listen();
  });
}
