/** `ieum doctor`: which engine runs, on what, with which versions, and how fast it multiplies. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Command } from 'commander';
import { messageOf } from '../foundation/errors.js';
import { productSpeed } from '../nn/backend-speed.js';
import type { Engine } from '../nn/backend.js';
import { initialiseEngine } from '../nn/backend.js';
import type { Processor } from '../nn/processor.js';
import { describeProcessor } from '../nn/processor.js';

export interface Report {
  ieum: string;
  node: string;
  platform: string;
  engine: Engine;
  processor: Processor;
  /** Square matrices of `size`; billions of operations a second, null where the engine lacks the precision. */
  speed: { size: number; float32: number; bfloat16: number | null };
  /** Installed version of each package; null where it is absent. */
  versions: Record<string, string | null>;
  /** Why the database does not load; null where it does. */
  databaseFault: string | null;
  advice: string[];
}

const packages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-node',
  '@tensorflow/tfjs-backend-wasm',
  'sentencepiece-js',
  'better-sqlite3',
  'express',
  'ejs',
];

const require = createRequire(import.meta.url);

/** Reads the version out of a package's own file: a package may not let its package.json be imported. */
function installedVersion(name: string): string | null {
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const content = readFileSync(`${folder}/${name}/package.json`, 'utf8');
      return (JSON.parse(content) as { version: string }).version;
    } catch {
      // The package may lie in the next folder up.
    }
  }
  return null;
}

function ownVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

/** better-sqlite3 is compiled for one version of Node.js and loads only when a database is opened. */
async function databaseFault(): Promise<string | null> {
  try {
    const { default: Database } = await import('better-sqlite3');
    new Database(':memory:').close();
    return null;
  } catch (error) {
    const reason = messageOf(error);
    return reason.includes('NODE_MODULE_VERSION')
      ? 'it was compiled for another version of Node.js'
      : reason.split('\n', 1)[0];
  }
}

/** What to do about what was found, a line each. */
export function adviceFor({ engine, databaseFault }: Pick<Report, 'engine' | 'databaseFault'>): string[] {
  const advice: string[] = [];
  if (engine.fallbackReason !== null) {
    advice.push(
      `TensorFlow does not load (${engine.fallbackReason}): training and translation are about ten times slower. ` +
        `'npm run setup' tries to install it; docs/installing.md says what it needs.`,
    );
  } else if (engine.name === 'wasm') {
    advice.push(
      'IEUM_ENGINE=wasm chooses the slow engine: unset it to use TensorFlow where it is installed.',
    );
  }
  if (databaseFault !== null) {
    advice.push(
      `better-sqlite3 does not load (${databaseFault}): 'npm run setup' builds it for this Node.js.`,
    );
  }
  return advice;
}

/** Starts the engine, measures it, and gathers the rest. */
export async function examine(): Promise<Report> {
  const engine = await initialiseEngine({ note: false });
  const size = engine.name === 'wasm' ? 512 : 1024;
  const fault = await databaseFault();
  return {
    ieum: ownVersion(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    engine,
    processor: describeProcessor(),
    speed: {
      size,
      float32: productSpeed('float32', size),
      bfloat16: engine.name === 'wasm' ? null : productSpeed('bfloat16', size),
    },
    versions: Object.fromEntries(packages.map((name) => [name, installedVersion(name)])),
    databaseFault: fault,
    advice: adviceFor({ engine, databaseFault: fault }),
  };
}

function yesOrNo(value: boolean | null): string {
  if (value === null) return 'not known';
  return value ? 'yes' : 'no';
}

/** The report as a person reads it. */
export function formatReport(report: Report): string {
  const { engine, processor, speed } = report;
  const bfloat16 = speed.bfloat16 === null ? '' : `, ${speed.bfloat16.toFixed(0)} GFLOP/s in bfloat16`;
  const rows: [string, string][] = [
    ['ieum', report.ieum],
    ['engine', `${engine.name}: ${engine.description}`],
    ['threads', String(engine.threads)],
    [
      'matrix product',
      `${speed.float32.toFixed(0)} GFLOP/s in float32${bfloat16} (${speed.size} x ${speed.size})`,
    ],
    ['processor', `${processor.name}, ${processor.cores} cores`],
    ['AVX512_BF16', yesOrNo(processor.avx512bf16)],
    ['AMX', yesOrNo(processor.amxbf16)],
    ['node', `${report.node} on ${report.platform}`],
    ...Object.entries(report.versions).map(([name, version]): [string, string] => [
      name,
      version ?? 'absent',
    ]),
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  const advice = report.advice.length > 0 ? report.advice : ['All is well.'];
  return [...lines, '', ...advice].join('\n');
}

async function doctor({ json = false }: { json?: boolean }): Promise<void> {
  const report = await examine();
  process.stdout.write(`${json ? JSON.stringify(report) : formatReport(report)}\n`);
  if (report.databaseFault !== null) process.exitCode = 1;
}

export function registerDoctor(program: Command): void {
  program
    .command('doctor')
    .description('show which engine runs, versions, threads and speed')
    .option('--json', 'print one line of JSON')
    .action(doctor);
}
