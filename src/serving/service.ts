/** The translator behind one worker thread, so that the thread that calls it never waits for a computation. */
import { UserError } from '../foundation/errors.js';
import { DEFAULT_SEARCH } from '../search/options.js';
import { normaliseText } from '../text/normalise.js';
import { splitSentences } from '../text/sentences.js';
import type { Sentence } from '../text/sentences.js';
import { CachedSentences } from './cached-sentences.js';
import type { TranslationCache } from './cached-sentences.js';
import type {
  ContinueRequest,
  InspectionRequest,
  SearchRequest,
  SearchTree,
  StepDetail,
  StepRequest,
} from './inspection.js';
import { DEFAULT_LIMITS, checkBeam, checkLength, checkSentences, countCharacters } from './limits.js';
import type { RequestLimits } from './limits.js';
import { chooseModel, findModels } from './models.js';
import type { InstalledModel, ModelInfo } from './models.js';
import { NO_OBSERVER } from './observer.js';
import type { ServiceObserver } from './observer.js';
import { directionOf, joinSentences, needsTranslation, unchangedSentence } from './passage.js';
import type { Direction } from './passage.js';
import type { ModelKey, SentenceOptions } from './protocol.js';
import type { SearchSettings } from './search-settings.js';
import type { SentenceTranslation, Translation, TranslationRequest } from './translation.js';
import { WorkerPort } from './worker-port.js';

export type { ModelInfo } from './models.js';

export interface ServiceOptions {
  /** Asked at each request, so that a model trained meanwhile is found. */
  findModels?: () => InstalledModel[];
  /** Keeps finished sentences across restarts. */
  cache?: TranslationCache;
  /** Requests that may wait at once; one more is refused with status 503. */
  maxWaiting?: number;
  /** How much one request may ask for. */
  limits?: Partial<RequestLimits>;
  /** Told of the work in numbers. */
  observer?: ServiceObserver;
  /** Compiled worker script. */
  workerScript?: URL;
}

export interface AskOptions {
  /** Gives the request up: it rejects at once, and the worker stops between two steps. */
  signal?: AbortSignal;
}

/** How a translation was asked for whose attention scores are. */
type AttentionAsked = Pick<TranslationRequest, 'attention'> & Pick<SearchSettings, 'protect'>;

/** A request with its text cut and its model chosen. */
interface Prepared {
  direction: Direction;
  model: InstalledModel;
  options: SentenceOptions;
  cut: Sentence[];
}

/** Sentences of one model and one kind of options, by their normalised source. */
type Known = Map<string, SentenceTranslation>;

const keyOf = ({ folder, version }: InstalledModel): ModelKey => ({ folder, version });
const kindOf = ({ model, options }: Prepared): string => JSON.stringify([keyOf(model), options]);

export class TranslationService {
  readonly limits: RequestLimits;
  private readonly findModels: () => InstalledModel[];
  private readonly cache: CachedSentences;
  private readonly observer: ServiceObserver;
  private readonly port: WorkerPort;

  constructor({
    findModels: find = findModels,
    cache,
    maxWaiting = 64,
    limits = {},
    observer = NO_OBSERVER,
    workerScript = new URL('./worker.js', import.meta.url),
  }: ServiceOptions = {}) {
    this.limits = { ...DEFAULT_LIMITS, ...limits };
    this.findModels = find;
    this.cache = new CachedSentences(cache ?? null);
    this.observer = observer;
    this.port = new WorkerPort({ script: workerScript, maxWaiting, observer });
  }

  /** Requests that wait or are under way. */
  get waiting(): number {
    return this.port.waiting;
  }

  /** The models that can be asked for. */
  models(): ModelInfo[] {
    return this.findModels().map(({ folder: _folder, version: _version, ...info }) => info);
  }

  /** Starts the worker and loads the first model of each direction, so that the first request need not wait. */
  warmUp(): void {
    const models = this.findModels();
    const first = models.filter(
      (model, i) =>
        models.findIndex(({ source, target }) => source === model.source && target === model.target) === i,
    );
    for (const model of first) this.port.tell({ type: 'load', model: keyOf(model) });
  }

  /**
   * Translates a text sentence by sentence.
   * @throws UserError when the request is wrong (400, 413), no model is there (404) or too many wait (503)
   */
  async translate(request: TranslationRequest, options: AskOptions = {}): Promise<Translation> {
    checkLength(countCharacters(request.text), this.limits);
    const [translation] = await this.translateAll([request], options);
    return translation;
  }

  /**
   * Translates several texts in common batches; how long one may be is for the caller to say.
   * @throws UserError as `translate` does; the sentences of all texts are counted together
   */
  async translateAll(requests: TranslationRequest[], { signal }: AskOptions = {}): Promise<Translation[]> {
    const models = this.findModels();
    const prepared = requests.map((request) => this.prepare(request, models));
    checkSentences(
      prepared.reduce((sum, { cut }) => sum + cut.length, 0),
      this.limits,
    );
    const known = new Map<string, Known>();
    for (const kind of new Set(prepared.map(kindOf))) {
      const alike = prepared.filter((one) => kindOf(one) === kind);
      known.set(kind, await this.sentences(alike, signal));
    }
    return prepared.map((one) => {
      const sentences = one.cut.map(({ text, separator }) => {
        const sentence = known.get(kindOf(one))?.get(normaliseText(text));
        if (!sentence) throw new Error('worker: expected a translation of each sentence, got fewer');
        return { ...sentence, separator };
      });
      return joinSentences(one.direction, one.model.name, sentences);
    });
  }

  /** One decoder step of a sentence, with its numbers. */
  async step(request: StepRequest, { signal }: AskOptions = {}): Promise<StepDetail> {
    const { model, text } = this.inspected(request);
    return await this.port.ask({ type: 'step', model, request: { ...request, text } }, signal);
  }

  /** A sentence translated on from a given beginning. */
  async continue(request: ContinueRequest, { signal }: AskOptions = {}): Promise<SentenceTranslation> {
    checkBeam({ beam: request.beam ?? 1, nBest: request.nBest ?? 1 }, this.limits);
    const { model, text } = this.inspected(request);
    return await this.port.ask({ type: 'continue', model, request: { ...request, text } }, signal);
  }

  /** The search of a sentence's translation as a tree. */
  async searchTree(request: SearchRequest, { signal }: AskOptions = {}): Promise<SearchTree> {
    checkBeam({ beam: request.beam ?? 1, nBest: request.nBest ?? 1 }, this.limits);
    const { model, text } = this.inspected(request);
    return await this.port.ask({ type: 'search', model, request: { ...request, text } }, signal);
  }

  /**
   * The dot products before the softmax of each hypothesis of a translation's sentences.
   * @returns for each sentence and hypothesis `[U][T]`, or null where there are none: in a sentence that was left
   *   as it is, or read in parts
   */
  async attentionScores(
    { sentences, ...direction }: Translation,
    { attention = 'dot', protect = true, signal }: AskOptions & AttentionAsked = {},
  ): Promise<(number[][] | null)[][]> {
    const model = chooseModel(this.findModels(), { direction, name: direction.model });
    const asked = sentences.flatMap(({ source, hypotheses, unchanged }) =>
      unchanged ? [] : hypotheses.map(({ pieces }) => ({ source, pieces })),
    );
    const scores =
      asked.length === 0
        ? []
        : await this.port.ask(
            { type: 'scores', model: keyOf(model), attention, protect, hypotheses: asked },
            signal,
          );
    return sentences.map(({ hypotheses, unchanged }) =>
      hypotheses.map(() => (unchanged ? null : (scores.shift() ?? null))),
    );
  }

  /** Refuses new requests, waits for those under way for a while, and stops the worker. */
  close({ graceMilliseconds = 10_000 }: { graceMilliseconds?: number } = {}): Promise<void> {
    return this.port.close(graceMilliseconds);
  }

  private prepare(request: TranslationRequest, models: InstalledModel[]): Prepared {
    const { beam = DEFAULT_SEARCH.beam, nBest = 1, candidates = 0, attention = 'dot', search = {} } = request;
    checkBeam({ beam, nBest }, this.limits);
    const direction = directionOf(request);
    const model = chooseModel(models, { direction, name: request.model });
    const options = { beam, nBest, candidates, attention, search };
    const cut = splitSentences(request.text);
    if (search.prefix !== undefined && cut.length > 1) {
      throw new UserError(`prefix: expected a text of one sentence, got ${cut.length}; translate one by one`);
    }
    return { direction, model, options, cut };
  }

  /** The sentences of requests of one kind: what need not be translated, what is known, and the rest from the worker. */
  private async sentences(alike: Prepared[], signal: AbortSignal | undefined): Promise<Known> {
    const [{ direction, model, options }] = alike;
    const kind = { model: model.version, options: { ...options, search: JSON.stringify(options.search) } };
    const known: Known = new Map();
    const missing: string[] = [];
    for (const source of new Set(alike.flatMap(({ cut }) => cut.map(({ text }) => normaliseText(text))))) {
      const found = needsTranslation(source, direction)
        ? this.cache.get(kind, source)
        : unchangedSentence(source);
      if (found) known.set(source, found);
      else missing.push(source);
    }
    const cached = [...known.values()].filter(({ unchanged }) => !unchanged).length;
    this.observer.sentences({ cached, translated: missing.length });
    if (missing.length === 0) return known;
    const job = { type: 'translate', model: keyOf(model), sources: missing, ...options } as const;
    for (const sentence of await this.port.ask(job, signal)) {
      known.set(sentence.source, sentence);
      this.cache.put(kind, sentence);
    }
    return known;
  }

  /** The model that is asked about a sentence, and the sentence as the model reads it. */
  private inspected(request: InspectionRequest): { model: ModelKey; text: string } {
    checkLength(countCharacters(request.text), this.limits);
    const direction = directionOf(request);
    const model = chooseModel(this.findModels(), { direction, name: request.model });
    const text = normaliseText(request.text);
    if (!needsTranslation(text, direction)) {
      throw new UserError(`text: expected a sentence in language ${direction.source}, got none; write one`);
    }
    return { model: keyOf(model), text };
  }
}
