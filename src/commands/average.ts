/** `ieum average`: one model from several checkpoints, the mean of their weights. */
import type { Command } from 'commander';

interface AverageFlags {
  output: string;
  json?: boolean;
}

async function average(models: string[], { output, json }: AverageFlags): Promise<void> {
  const { averageCheckpoints, checkpointsAt } = await import('../training/checkpoint-average.js');
  const checkpoints = models.flatMap((model) => checkpointsAt(model));
  const { updates } = averageCheckpoints(checkpoints, output);
  process.stdout.write(
    json
      ? `${JSON.stringify({ output, checkpoints, updates })}\n`
      : `averaged ${checkpoints.length} checkpoints in ${output}:\n${checkpoints.map((path) => `  ${path}\n`).join('')}`,
  );
}

/** Adds `average` to the command line. */
export function registerAverage(program: Command): void {
  program
    .command('average')
    .description('make one model of several checkpoints, the mean of their weights')
    .argument('<models...>', 'checkpoints, or runs that kept their best ones (validation.keepBest)')
    .requiredOption('-o, --output <folder>', 'where the model goes')
    .option('--json', 'print one line of JSON')
    .addHelpText(
      'after',
      `
The checkpoints must be of one direction, architecture and vocabulary, as those of one run are.

Examples:
  $ ieum average runs/ko-en --output runs/ko-en/average
  $ ieum average runs/ko-en/kept/0009000 runs/ko-en/best --output checkpoints/mine
  $ ieum translate --model runs/ko-en/average "안녕하세요."`,
    )
    .action(average);
}
