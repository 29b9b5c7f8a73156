/** Another program that times the same work and says so in a line of JSON. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { UserError } from '../src/foundation/errors.js';

/** What a peer prints: at least its speed. */
export interface PeerResult {
  target_tokens_per_second: number;
  [key: string]: unknown;
}

function readResult(output: string): PeerResult | null {
  for (const line of output.trim().split('\n').reverse()) {
    try {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && 'target_tokens_per_second' in value) {
        const speed = value.target_tokens_per_second;
        if (typeof speed === 'number' && speed > 0) return { ...value, target_tokens_per_second: speed };
      }
    } catch {
      // Not the line of JSON.
    }
  }
  return null;
}

/**
 * Runs a command line in the shell and reads its last line of JSON with `target_tokens_per_second`.
 * Throws UserError where it fails or prints no such line.
 */
export async function runPeer(command: string): Promise<PeerResult> {
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'] });
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number]>]);
  const result = readResult(output);
  if (code === 0 && result !== null) return result;
  throw new UserError(
    `--peer: expected '${command}' to print JSON with target_tokens_per_second, got ` +
      `${code === 0 ? `'${output.trim().slice(0, 80)}'` : `exit code ${code}`}; run it alone to see why`,
  );
}
