/** Which engine's updates run. */
import { getBackend } from '@tensorflow/tfjs-core';
import type { HeldNumbers, Updates } from './updates.js';
import { portableUpdates } from './updates-portable.js';
import { tensorFlowUpdates } from './updates-tensorflow.js';

const made = new Map<string, Updates<HeldNumbers>>();

/** The updates of the running engine, which must have been started. */
export function runningUpdates(): Updates<HeldNumbers> {
  const name = getBackend();
  const updates = made.get(name) ?? (name === 'tensorflow' ? tensorFlowUpdates() : portableUpdates);
  made.set(name, updates);
  return updates;
}
