/** `ieum doctor`: what it finds of the running engine, and what it advises where something is missing. */
import { Command } from 'commander';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Report } from '../../src/commands/doctor.js';
import { adviceFor, examine, formatReport, registerDoctor } from '../../src/commands/doctor.js';
import { engine } from '../../src/nn/backend.js';

afterEach(() => vi.restoreAllMocks());

async function printed(...parameters: string[]): Promise<string> {
  const program = new Command().exitOverride();
  registerDoctor(program);
  const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  await program.parseAsync(['doctor', ...parameters], { from: 'user' });
  return write.mock.calls.map(([text]) => String(text)).join('');
}

describe('ieum doctor', () => {
  it('prints one line of JSON about the engine that runs', async () => {
    const output = await printed('--json');
    expect(output.trimEnd().split('\n')).toHaveLength(1);
    const report = JSON.parse(output) as Report;
    expect(report.engine).toEqual(engine());
    expect(report.node).toBe(process.versions.node);
    expect(report.speed.float32).toBeGreaterThan(0);
    expect(report.versions['@tensorflow/tfjs-core']).toBe('4.22.0');
    expect(report.databaseFault).toBeNull();
  });

  it('prints a table with the speed and all versions', async () => {
    const output = await printed();
    expect(output).toMatch(/^engine +(tensorflow|wasm): /m);
    expect(output).toMatch(/^matrix product +\d+ GFLOP\/s in float32/m);
    expect(output).toMatch(/^better-sqlite3 +\d+\.\d+\.\d+$/m);
  });

  it('says what to do about the slow engine and an unfit database', async () => {
    const report = await examine();
    const slow = { ...report.engine, name: 'wasm' as const, fallbackReason: 'no such file' };
    const advice = adviceFor({ engine: slow, databaseFault: 'wrong ABI' });
    expect(advice).toHaveLength(2);
    expect(advice[0]).toContain('(no such file)');
    expect(advice.every((line) => line.includes('npm run setup'))).toBe(true);
    expect(formatReport({ ...report, advice })).toContain(advice[1]);
    expect(
      adviceFor({ engine: { ...slow, name: 'tensorflow', fallbackReason: null }, databaseFault: null }),
    ).toEqual([]);
  });
});
