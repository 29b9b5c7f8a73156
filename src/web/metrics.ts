/** Numbers of the server's work, as Prometheus reads them. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ServiceObserver } from '../serving/observer.js';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64];

/** Counts what the service and the routes tell it; belongs to one server. */
export class ServerMetrics implements ServiceObserver {
  readonly registry = new Registry();
  /** Asked for when the numbers are read. */
  private waiting: () => number = () => 0;
  private readonly registers = [this.registry];

  private readonly requests = new Counter({
    name: 'ieum_http_requests_total',
    help: 'Requests answered, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    registers: this.registers,
  });
  private readonly durations = new Histogram({
    name: 'ieum_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['route'],
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly inFlight = new Gauge({
    name: 'ieum_http_requests_in_flight',
    help: 'Requests that are being answered.',
    registers: this.registers,
  });
  private readonly batchSizes = new Histogram({
    name: 'ieum_batch_sentences',
    help: 'Sentences translated in one batch.',
    buckets: BATCH_SIZES,
    registers: this.registers,
  });
  private readonly batchSeconds = new Histogram({
    name: 'ieum_batch_duration_seconds',
    help: 'Time that a batch took.',
    buckets: SECONDS,
    registers: this.registers,
  });
  private readonly pieces = new Counter({
    name: 'ieum_pieces_total',
    help: 'Subword pieces read and written.',
    labelNames: ['side'],
    registers: this.registers,
  });
  private readonly sentenceCount = new Counter({
    name: 'ieum_sentences_total',
    help: 'Sentences asked for, by where their translation came from.',
    labelNames: ['from'],
    registers: this.registers,
  });
  private readonly refusals = new Counter({
    name: 'ieum_requests_refused_total',
    help: 'Requests refused since too many waited.',
    registers: this.registers,
  });
  private readonly departures = new Counter({
    name: 'ieum_requests_given_up_total',
    help: 'Requests whose client left or whose time was over.',
    registers: this.registers,
  });

  constructor() {
    // A gauge that is asked when it is read belongs to its registry and needs no field.
    const waiting = (): number => this.waiting();
    new Gauge({
      name: 'ieum_queue_depth',
      help: 'Requests that wait for the translator or are under way in it.',
      registers: this.registers,
      collect() {
        this.set(waiting());
      },
    });
  }

  /** Adds the numbers of the process: memory, processor time, delay of the event loop. */
  observeProcess(): void {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Where the depth of the queue is read. */
  observeQueue(waiting: () => number): void {
    this.waiting = waiting;
  }

  /** A request begins; the function is to be called at its end. */
  begin(): (request: { route: string; method: string; status: number }) => void {
    const started = performance.now();
    this.inFlight.inc();
    return ({ route, method, status }) => {
      this.inFlight.dec();
      this.requests.inc({ route, method, status: String(status) });
      this.durations.observe({ route }, (performance.now() - started) / 1000);
    };
  }

  sentences({ cached, translated }: { cached: number; translated: number }): void {
    this.sentenceCount.inc({ from: 'cache' }, cached);
    this.sentenceCount.inc({ from: 'model' }, translated);
  }

  batch(batch: Parameters<ServiceObserver['batch']>[0]): void {
    this.batchSizes.observe(batch.sentences);
    this.batchSeconds.observe(batch.seconds);
    this.pieces.inc({ side: 'source' }, batch.sourcePieces);
    this.pieces.inc({ side: 'target' }, batch.targetPieces);
  }

  refused(): void {
    this.refusals.inc();
  }

  givenUp(): void {
    this.departures.inc();
  }
}
