/** `ieum publish`: the best model of a run, without what only training needs, in a folder to hand on. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { isSystemError, messageOf, UserError } from '../foundation/errors.js';
import type { CheckpointScore } from '../model/checkpoint.js';
import { wholeNumberFrom } from './flags.js';

interface PublishFlags {
  output: string;
  float32?: boolean;
  scores: string[];
  beam: number;
}

/** `NAME=FILE`, where the file holds what `ieum evaluate --json` printed. */
function readScore(text: string, beam: number): CheckpointScore {
  const at = text.indexOf('=');
  if (at < 1) throw new UserError(`scores: expected NAME=FILE, got '${text}'`);
  const [on, path] = [text.slice(0, at), text.slice(at + 1)];
  try {
    const { bleu, chrf } = JSON.parse(readFileSync(path, 'utf8')) as Pick<CheckpointScore, 'bleu' | 'chrf'>;
    const only = ({ score, signature }: CheckpointScore['bleu']): CheckpointScore['bleu'] => ({
      score: Number(score.toFixed(2)),
      signature,
    });
    return { on, beam, bleu: only(bleu), chrf: only(chrf) };
  } catch (error) {
    const reason = isSystemError(error) && error.code === 'ENOENT' ? 'no such file' : messageOf(error);
    throw new UserError(`scores ${path}: expected what 'ieum evaluate --json' prints, got '${reason}'`);
  }
}

async function publish(model: string, flags: PublishFlags): Promise<void> {
  const [{ modelAt }, { publishCheckpoint }] = await Promise.all([
    import('../serving/models.js'),
    import('../model/publication.js'),
  ]);
  const scores = flags.scores.map((text) => readScore(text, flags.beam));
  publishCheckpoint(modelAt(model).folder, flags.output, {
    type: flags.float32 ? 'F32' : 'F16',
    scores: scores.length > 0 ? scores : undefined,
  });
  process.stdout.write(`published ${model} in ${flags.output}\n`);
}

/** Adds `publish` to the command line. */
export function registerPublish(program: Command): void {
  program
    .command('publish')
    .description('write a trained model without the state of its training, to ship or to serve')
    .argument('<model>', "a run's folder, a checkpoint, or the name of one")
    .requiredOption('--output <folder>', 'where it goes, such as checkpoints/mine')
    .option('--float32', 'keep full precision (default: half, which is half the size)')
    .option('--scores <name=file...>', 'scores to keep with it, as `ieum evaluate --json` prints them', [])
    .option('--beam <n>', 'beam width of those scores', wholeNumberFrom(1, 100), 5)
    .action(publish);
}
