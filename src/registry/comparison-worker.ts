/** The thread that compares two models and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { compareSystems } from './comparison.js';
import type { ComparisonInput } from './comparison.js';

parentPort?.postMessage(compareSystems(workerData as ComparisonInput));
