/** Finding and starting the engine that computes on tensors: TensorFlow where it is installed, else WebAssembly. */
import { isMainThread } from 'node:worker_threads';
import { messageOf, UserError } from '../foundation/errors.js';
import { startTensorFlow } from './backend-tensorflow.js';
import { startWebAssembly } from './backend-wasm.js';

export type EngineName = 'tensorflow' | 'wasm';

export interface Engine {
  name: EngineName;
  /** What runs, in words. */
  description: string;
  /** Version of the library that computes: TensorFlow's, or that of the WebAssembly backend. */
  version: string;
  /** Version of the npm package that binds it. */
  packageVersion: string;
  /** Threads that one operation may use. */
  threads: number;
  /** Why the faster engine does not run; null where it does or was not asked for. */
  fallbackReason: string | null;
}

/** Set where the note about the slow engine has been printed, so that workers do not repeat it. */
const noteVariable = 'IEUM_ENGINE_NOTE';

let current: Engine | null = null;
let starting: Promise<Engine> | null = null;

/** The engine that `IEUM_ENGINE` asks for, or null. Throws UserError on an unknown name. */
function wantedEngine(): EngineName | null {
  const wanted = process.env.IEUM_ENGINE ?? '';
  if (wanted === '') return null;
  if (wanted === 'tensorflow' || wanted === 'wasm') return wanted;
  throw new UserError(
    `IEUM_ENGINE: expected tensorflow or wasm, got '${wanted}'; leave it out to let Ieum choose`,
  );
}

/** The number of threads that `IEUM_THREADS` asks for, or null. Throws UserError unless it is a whole number from 1. */
function wantedThreads(): number | null {
  const wanted = process.env.IEUM_THREADS ?? '';
  if (wanted === '') return null;
  if (/^[1-9][0-9]{0,3}$/.test(wanted)) return Number(wanted);
  throw new UserError(
    `IEUM_THREADS: expected a whole number from 1, got '${wanted}'; leave it out for all cores`,
  );
}

/**
 * Sets the variables that TensorFlow reads while it loads. A worker thread has only a copy of the environment,
 * which the native library does not see: call this in the main thread before you start a worker that computes.
 */
export function prepareEngineEnvironment(): void {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const threads = wantedThreads();
  if (threads === null) return;
  process.env.TF_NUM_INTRAOP_THREADS = String(threads);
  process.env.TF_NUM_INTEROP_THREADS = String(threads);
}

/** Why TensorFlow did not load, in a few words. */
function shortReason(error: unknown): string {
  const [line] = messageOf(error).split('\n', 1);
  if (/Cannot find module '@tensorflow\/tfjs-node'/.test(line))
    return '@tensorflow/tfjs-node is not installed';
  if (line.includes('native addon module')) return 'the addon of @tensorflow/tfjs-node is not installed';
  return line.trim();
}

/** Says on stderr, once for a process and its workers, that the slow engine runs. */
function noteSlowEngine(reason: string): void {
  if (process.env[noteVariable] !== undefined) return;
  process.env[noteVariable] = '1';
  process.stderr.write(
    `Ieum runs on WebAssembly: training and translation are about ten times slower than with TensorFlow ` +
      `(${reason}). 'npm run setup' tries to install it.\n`,
  );
}

async function start(note: boolean): Promise<Engine> {
  prepareEngineEnvironment();
  const wanted = wantedEngine();
  if (wanted === 'wasm') return { name: 'wasm', ...(await startWebAssembly()), fallbackReason: null };
  try {
    const library = await startTensorFlow(wantedThreads());
    return { name: 'tensorflow', ...library, fallbackReason: null };
  } catch (error) {
    const reason = shortReason(error);
    if (wanted === 'tensorflow') {
      throw new UserError(
        `IEUM_ENGINE: expected tensorflow to load, got '${reason}'; install it with 'npm run setup'`,
        { exitCode: 1, cause: error },
      );
    }
    const library = await startWebAssembly();
    if (note) noteSlowEngine(reason);
    return { name: 'wasm', ...library, fallbackReason: reason };
  }
}

/**
 * Finds and starts the engine; call it before any tensor is made. Further calls give the same engine.
 * `IEUM_ENGINE=tensorflow|wasm` forces one, `IEUM_THREADS` limits the threads of TensorFlow.
 * @param note whether to say on stderr that the slow engine runs, and why
 * Throws UserError where either variable is wrong or the forced engine does not load.
 */
export function initialiseEngine({ note = true }: { note?: boolean } = {}): Promise<Engine> {
  starting ??= start(note).then(
    (engine) => {
      current = engine;
      return engine;
    },
    (error: unknown) => {
      starting = null;
      throw error;
    },
  );
  return starting;
}

/** The engine that runs. Throws UserError where none has been started. */
export function engine(): Engine {
  if (current !== null) return current;
  const where = isMainThread ? 'this process' : 'this worker thread';
  throw new UserError(
    `engine: expected a started engine in ${where}, got none; await initialiseEngine() first`,
  );
}
