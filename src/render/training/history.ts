/** What is known of a training, put together from its events one by one, by the server and by the page alike. */

/** An event as the store and the stream have it. */
export interface TrainingEvent {
  id: number;
  kind: string;
  run: number | null;
  job: number | null;
  /** ISO 8601. */
  time: string;
  data: unknown;
}

/** Numbers of an update; those that were not measured are null. */
export interface TrainingPoint {
  update: number;
  /** Of training so far. */
  seconds: number | null;
  loss: number | null;
  gradientNorm: number | null;
  learningRate: number | null;
}

export interface SampleTranslation {
  source: string;
  reference: string;
  hypothesis: string;
}

export interface ValidationPoint {
  update: number;
  seconds: number | null;
  loss: number | null;
  perplexity: number | null;
  bleu: number | null;
  chrf: number | null;
  /** Whether it was the best so far. */
  best: boolean;
  samples: SampleTranslation[];
}

export interface MeasuredScores {
  bleu: { score: number };
  chrf: { score: number };
}

/** Scores on a test set, of the new model and under `before` of its parent. */
export interface Measured extends MeasuredScores {
  test: 'base' | 'own';
  id: string;
  name: string;
  pairs: number;
  before: MeasuredScores | null;
}

export interface Note {
  time: string;
  text: string;
}

export interface TrainingHistory {
  /** Number of the last event in it. */
  last: number;
  /** Of a job, or of a run without one. */
  state: string;
  phase: 'training' | 'evaluating';
  wanted: string | null;
  reason: string | null;
  run: number | null;
  model: string | null;
  update: number;
  /** Of the whole run; 0 as long as that is not known. */
  updates: number;
  secondsLeft: number | null;
  tokensPerSecond: number | null;
  training: TrainingPoint[];
  validations: ValidationPoint[];
  /** Updates that the attention of the probe sentence was drawn at. */
  probes: number[];
  measured: Measured[];
  notes: Note[];
}

export function emptyHistory(known: Partial<TrainingHistory> = {}): TrainingHistory {
  return {
    ...{ last: 0, state: 'queued', phase: 'training', wanted: null, reason: null, run: null, model: null },
    ...{ update: 0, updates: 0, secondsLeft: null, tokensPerSecond: null },
    ...{ training: [], validations: [], probes: [], measured: [], notes: [] },
    ...known,
  };
}

type Fields = Record<string, unknown>;

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Puts a point behind the others, in place of one of the same update. */
function put<T extends { update: number }>(points: T[], point: T): void {
  while (points.length > 0 && points[points.length - 1].update >= point.update) points.pop();
  points.push(point);
}

/** Forgets what is done again after an update. */
function goBack(history: TrainingHistory, update: number): void {
  history.training = history.training.filter((point) => point.update <= update);
  history.validations = history.validations.filter((point) => point.update <= update);
  history.probes = history.probes.filter((probe) => probe <= update);
}

const ENDS: Record<string, string> = { interrupted: 'stopped' };

type Take = (history: TrainingHistory, data: Fields, event: TrainingEvent) => void;

const TAKERS: Record<string, Take> = {
  state: (history, data) => {
    history.state = textOf(data.state) ?? history.state;
    history.phase = data.phase === 'evaluating' ? 'evaluating' : 'training';
    history.wanted = textOf(data.wanted);
    history.reason = textOf(data.reason);
    history.model = textOf(data.model) ?? history.model;
    if (history.state !== 'running') history.secondsLeft = null;
  },
  note: (history, data, { time }) => {
    history.notes.push({ time, text: textOf(data.text) ?? '' });
  },
  began: (history, data) => {
    const update = numberOf(data.update) ?? 0;
    goBack(history, update);
    history.update = update;
    history.updates = numberOf(data.updates) ?? history.updates;
    // What was measured before is measured again.
    history.measured = [];
  },
  training: (history, data) => {
    const update = numberOf(data.update) ?? 0;
    put(history.training, {
      update,
      seconds: numberOf(data.seconds),
      loss: numberOf(data.loss),
      gradientNorm: numberOf(data.gradientNorm),
      learningRate: numberOf(data.learningRate),
    });
    history.update = update;
    history.updates = numberOf(data.updates) ?? history.updates;
    history.secondsLeft = numberOf(data.secondsLeft);
    history.tokensPerSecond = numberOf(data.tokensPerSecond);
  },
  validation: (history, data) => {
    const update = numberOf(data.update) ?? 0;
    put(history.validations, {
      update,
      seconds: numberOf(data.seconds),
      loss: numberOf(data.loss),
      perplexity: numberOf(data.perplexity),
      bleu: numberOf(data.bleu),
      chrf: numberOf(data.chrf),
      best: data.best === true,
      samples: Array.isArray(data.samples) ? (data.samples as SampleTranslation[]) : [],
    });
    history.update = Math.max(history.update, update);
  },
  probe: (history, data) => {
    const update = numberOf(data.update);
    if (update !== null && !history.probes.includes(update)) history.probes.push(update);
  },
  measured: (history, data) => {
    const result = data as unknown as Measured;
    history.measured = [...history.measured.filter(({ test }) => test !== result.test), result];
  },
  registered: (history, data) => {
    history.model = textOf(data.model) ?? history.model;
  },
};

/** What becomes of a run that has no job. */
const RUN_TAKERS: Record<string, Take> = {
  began: (history) => {
    history.state = 'running';
    history.reason = null;
  },
  ended: (history, data) => {
    history.state = ENDS[textOf(data.end) ?? ''] ?? 'finished';
    history.secondsLeft = null;
  },
  failed: (history, data) => {
    history.state = 'failed';
    history.reason = textOf(data.reason);
    history.secondsLeft = null;
  },
};

/**
 * Takes an event in; one that is in it already changes nothing.
 * @param isJob whether a job's events say what state it is in, or the run's own
 * @returns whether anything changed
 */
export function follow(history: TrainingHistory, event: TrainingEvent, isJob: boolean): boolean {
  if (event.id <= history.last) return false;
  history.last = event.id;
  if (event.run !== null) history.run = event.run;
  const data = (typeof event.data === 'object' && event.data !== null ? event.data : {}) as Fields;
  TAKERS[event.kind]?.(history, data, event);
  if (!isJob) RUN_TAKERS[event.kind]?.(history, data, event);
  return true;
}

/** The last element for which something holds; undefined where there is none. */
export function lastWhere<T>(list: T[], holds: (element: T) => boolean): T | undefined {
  for (let place = list.length - 1; place >= 0; place--) if (holds(list[place])) return list[place];
  return undefined;
}

/** The validation that was the best; undefined before the first. */
export function bestOf({ validations }: Pick<TrainingHistory, 'validations'>): ValidationPoint | undefined {
  return lastWhere(validations, ({ best }) => best);
}

/** Every so many-th point, the first and the last ones among them, so that a long run is no burden. */
export function thinned<T>(points: T[], most: number): T[] {
  if (points.length <= most) return points;
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, place) => points[Math.round(place * step)]);
}
