/** `ieum export`: a model as ONNX graphs, for other programs and languages. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import { Random } from '../foundation/random.js';
import type { OnnxManifest } from '../interchange/onnx-export.js';
import type { Distances, Followed } from '../interchange/verification.js';
import type { LoadedCheckpoint } from '../model/checkpoint.js';
import type { ModelConfig } from '../model/model-config.js';
import { EOS, SPECIAL_PIECES } from '../text/special-pieces.js';

interface ExportFlags {
  output: string;
  check?: boolean;
  json?: boolean;
}

/** How far numbers of the two may be apart. */
const TOLERANCE = 1e-4;
/** Sentences that are compared, and their lengths. */
const CHECKED = 8;
const LONGEST = 24;

/** Sentences of any pieces: the numbers must agree on each, whatever it says. */
function anySentences({ sourceVocabulary, targetVocabulary }: ModelConfig): Followed[] {
  const random = new Random(1);
  const ids = (vocabulary: number): number[] => {
    const first = SPECIAL_PIECES.length;
    return Array.from({ length: 1 + random.int(LONGEST) }, () => first + random.int(vocabulary - first));
  };
  return Array.from({ length: CHECKED }, () => ({
    source: [...ids(sourceVocabulary), EOS],
    targets: [ids(targetVocabulary), ids(targetVocabulary)],
  }));
}

/** Runs the exported folder beside the model. Throws UserError where they differ. */
async function check({ model }: LoadedCheckpoint, folder: string): Promise<Distances> {
  const [{ OnnxSession }, { compareWithRuntime }] = await Promise.all([
    import('../interchange/onnx-session.js'),
    import('../interchange/verification.js'),
  ]);
  const session = await OnnxSession.load(folder);
  try {
    const distances = await compareWithRuntime(model, session, anySentences(model.config));
    const greatest = Math.max(distances.memory, distances.logits, distances.attention);
    if (greatest <= TOLERANCE) return distances;
    throw new UserError(
      `export ${folder}: expected onnxruntime to agree to ${TOLERANCE}, got a distance of ` +
        `${greatest.toExponential(1)}; do not use the folder`,
      { exitCode: 1 },
    );
  } finally {
    await session.dispose();
  }
}

const megabytes = (path: string): string => `${(statSync(path).size / 1e6).toFixed(1)} MB`;

function describe(manifest: OnnxManifest, folder: string, distances: Distances | null): string {
  const { name, opset, encoder, decoder } = manifest;
  const lines = [
    `exported ${name} to ${folder}, opset ${opset}`,
    ...[encoder, decoder].map(({ file, inputs, outputs }) => {
      const names = (values: typeof inputs): string => values.map((value) => value.name).join(', ');
      return `${file}  ${megabytes(join(folder, file))}  ${names(inputs)} → ${names(outputs)}`;
    }),
  ];
  if (distances) {
    const { memory, logits, attention } = distances;
    const shown = [memory, logits, attention].map((value) => value.toExponential(1));
    lines.push(
      `onnxruntime agrees: encoder states to ${shown[0]}, scores to ${shown[1]}, attention to ${shown[2]}`,
    );
  }
  return lines.join('\n');
}

async function exportModel(name: string, flags: ExportFlags): Promise<void> {
  const [{ modelAt }, { loadCheckpoint }, { initialiseEngine }, { exportOnnx }] = await Promise.all([
    import('../serving/models.js'),
    import('../model/checkpoint.js'),
    import('../nn/backend.js'),
    import('../interchange/onnx-export.js'),
  ]);
  const { folder } = modelAt(name);
  await initialiseEngine();
  const checkpoint = await loadCheckpoint(folder);
  try {
    const manifest = exportOnnx(checkpoint, flags.output);
    const distances = flags.check ? await check(checkpoint, flags.output) : null;
    const text = flags.json
      ? JSON.stringify({ folder: flags.output, ...manifest, distances })
      : describe(manifest, flags.output, distances);
    process.stdout.write(`${text}\n`);
  } finally {
    checkpoint.model.dispose();
  }
}

const EXAMPLES = `
Examples:
  ieum export ko-en --output ko-en.onnx --check

What the graphs take and give, and how to translate with them: docs/export.md.`;

/** Adds `export` to the command line. */
export function registerExport(program: Command): void {
  program
    .command('export')
    .description('write a model as ONNX: encoder and decoder step, vocabularies, a manifest')
    .argument('<model>', "a run's folder, a checkpoint, or the name of one")
    .requiredOption('--output <folder>', 'where it goes; a folder that stands there is replaced')
    .option('--check', 'run it in onnxruntime-node and compare the numbers')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(exportModel);
}
