import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { describeError, main } from '../../src/cli.js';
import { UserError } from '../../src/foundation/errors.js';
import { writeTinyCheckpoint } from '../serving/tiny-checkpoint.js';

interface Run {
  code: number;
  output: string;
  errors: string;
}

/** Runs a command in this process. */
async function ieum(...args: string[]): Promise<Run> {
  let output = '';
  let errors = '';
  const out = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => ((output += String(text)), true));
  const err = vi
    .spyOn(process.stderr, 'write')
    .mockImplementation((text) => ((errors += String(text)), true));
  try {
    return { code: await main(args), output, errors };
  } finally {
    out.mockRestore();
    err.mockRestore();
  }
}

const ONE_LINE = /^ieum: [^\n]+\n$/;

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('ieum', () => {
  it('shows every command, by group, without an argument', async () => {
    const { code, output } = await ieum();
    expect(code).toBe(0);
    for (const command of [
      'translate',
      'serve',
      'corpus',
      'tokenizer',
      'train',
      'evaluate',
      'runs',
      'doctor',
    ]) {
      expect(output).toMatch(new RegExp(`^  ${command} `, 'm'));
    }
    expect(output.indexOf('Translate:')).toBeLessThan(output.indexOf('Train your own:'));
  });

  it('prints the version of the package', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await ieum('--version')).toEqual({ code: 0, output: `${version}\n`, errors: '' });
  });

  it.each([
    [['tranlsate'], 'Did you mean translate?'],
    [['translate', '--atention', 'a.svg'], 'Did you mean --attention?'],
    [['translate', '--to', 'fr', 'Hello'], "'fr'"],
    [['translate', '--beam', '0', 'Hello'], 'from 1 to 100'],
    [['translate', '--beam', 'many', 'Hello'], "'many'"],
    [['translate', '--n-best', '9', 'Hello'], 'beam width 5'],
    [['translate', '--attention', 'a.png', 'Hello'], '.svg, .json or .tsv'],
    [['translate', '--model', 'nowhere', 'Hello'], "'nowhere'"],
    [['serve', '--port', '70000'], '65535'],
  ])('%j is refused in one line with exit code 2', async (args, part) => {
    const { code, output, errors } = await ieum(...args);
    expect(code).toBe(2);
    expect(output).toBe('');
    expect(errors).toMatch(ONE_LINE);
    expect(errors).toContain(part);
  });

  it('reads the port of the environment, and says where a wrong one came from', async () => {
    vi.stubEnv('PORT', 'door');
    const { code, errors } = await ieum('serve');
    expect(code).toBe(2);
    expect(errors).toMatch(/PORT.*door/);
  });

  it('says that a port is in use', async () => {
    vi.stubEnv('IEUM_HOME', mkdtempSync(join(tmpdir(), 'ieum-home-')));
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { code, errors } = await ieum('serve', '--port', String(port));
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(
      `ieum: port ${port}: expected a free one, got one in use; choose another with --port or PORT\n`,
    );
  });
});

describe('describeError', () => {
  it.each([
    [new UserError('a: expected b,\n  got c'), 'a: expected b, got c', 2],
    [new UserError('a', { exitCode: 1 }), 'a', 1],
    [Object.assign(new Error('no'), { code: 'ENOSPC', path: '/x' }), /^\/x: expected room on the disk/, 1],
    [
      Object.assign(new Error('no'), { code: 'ENOENT', path: '/x' }),
      /^\/x: expected a file or folder, found none/,
      1,
    ],
    [new TypeError('x is not a function'), /^something unexpected.*x is not a function \(IEUM_DEBUG=1/, 1],
    ['thrown', /thrown/, 1],
  ])('tells %s in one line', (error, line, exitCode) => {
    const described = describeError(error);
    expect(described.exitCode).toBe(exitCode);
    expect(described.line).toMatch(line);
    expect(described.line).not.toContain('\n');
  });
});

describe('ieum translate', () => {
  let model: string;

  beforeAll(async () => {
    model = await writeTinyCheckpoint();
  });

  it('prints a line for a text and writes its attention', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'ieum-')), 'a.svg');
    const run = await ieum(
      'translate',
      '--model',
      model,
      '--attention',
      file,
      '저는 학생입니다.',
      '날씨가\n좋네요.',
    );
    expect(run).toMatchObject({ code: 0, errors: '' });
    expect(run.output).toMatch(/^[^\n]+\n$/);
    expect(readFileSync(file, 'utf8')).toMatch(/^<svg [^]*학생입니다[^]*<\/svg>\n$/);
  });

  it('prints the n best behind their scores, best first', async () => {
    const { output } = await ieum('translate', '--model', model, '--n-best', '3', '저는 학생입니다.');
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    const scores = lines.map((line) => Number(/^(-\d+\.\d{4})\t/.exec(line)?.[1]));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  it('refuses a direction that the model does not have', async () => {
    const { code, errors } = await ieum('translate', '--model', model, '--to', 'ko', 'Hello');
    expect(code).toBe(2);
    expect(errors).toMatch(/^ieum: --to: expected en, into which tiny translates, got ko/);
  });

  it('prints an empty line for an empty text', async () => {
    expect(await ieum('translate', '--model', model, '')).toEqual({ code: 0, output: '\n', errors: '' });
  });
});
