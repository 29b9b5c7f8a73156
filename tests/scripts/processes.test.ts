/** Commands of the set-up: their output, their failures, their time limit. */
import { describe, expect, it } from 'vitest';
import { run, tellingLine } from '../../scripts/setup/processes.mjs';

const node = (program: string, options = {}) => run(process.execPath, ['-e', program], options);

describe('run', () => {
  it('gives what the command printed', async () => {
    expect(await node('console.log(process.env.WHO)', { environment: { WHO: 'ieum' } })).toBe('ieum\n');
  });

  it('fails with the line that names the error', async () => {
    await expect(node('throw new TypeError("no library")')).rejects.toThrow(/^TypeError: no library$/);
  });

  it('ends a command that outlasts its limit', async () => {
    await expect(node('setInterval(() => {}, 1000)', { limit: 100 })).rejects.toThrow(/was stopped/);
  });

  it('names a command that is not there', async () => {
    await expect(run('no-such-command-here', [])).rejects.toThrow(/ENOENT/);
  });
});

describe('tellingLine', () => {
  it('prefers the named error to what npm says around it', () => {
    const output = [
      'npm error code 1',
      'npm error command failed',
      'npm error Error: getaddrinfo ENOTFOUND example.invalid',
      'npm error Node.js v20.20.2',
    ].join('\n');
    expect(tellingLine(output)).toBe('Error: getaddrinfo ENOTFOUND example.invalid');
  });

  it('takes the last line where none names an error', () => {
    expect(tellingLine('one\ntwo\n\n')).toBe('two');
    expect(tellingLine('')).toBe('no output');
  });
});
