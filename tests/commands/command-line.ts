/** Commands driven as from a shell, and what they print. */
import { Command } from 'commander';
import { afterEach, beforeEach, vi } from 'vitest';

export interface CapturedOutput {
  /** What was printed in the test since it began or was cleared. */
  text: string;
}

/** Keeps standard output from the terminal in each test of the file. */
export function captureOutput(): CapturedOutput {
  const output: CapturedOutput = { text: '' };
  beforeEach(() => {
    output.text = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
      output.text += String(chunk);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  return output;
}

/** Runs one command with its arguments; errors of usage reject instead of ending the process. */
export async function runCommand(register: (program: Command) => void, args: string[]): Promise<void> {
  const program = new Command('ieum').exitOverride().configureOutput({ writeErr: () => undefined });
  register(program);
  await program.parseAsync(args, { from: 'user' });
}
