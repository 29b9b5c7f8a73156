/** What a run leaves to read: `log.jsonl` and `samples.txt`. */
import type { TrainingObserver } from './observer.js';
import type { RunFolder } from './run-folder.js';

const rounded = (value: number): number => Number(value.toPrecision(6));

/** Writes a line for each report and the sample translations of each validation. */
export function logObserver(folder: RunFolder): TrainingObserver {
  return {
    began: (update) => folder.truncateLog(update),
    updated: ({ update, epoch, loss, gradientNorm, learningRate, tokensPerSecond, seconds }) => {
      folder.appendLog({
        ...{ kind: 'training', update, epoch, loss: rounded(loss), gradientNorm: rounded(gradientNorm) },
        ...{ learningRate: rounded(learningRate), tokensPerSecond: Math.round(tokensPerSecond) },
        seconds: rounded(seconds),
      });
    },
    validated: ({ update, epoch, loss, perplexity, bleu, chrf, best, seconds, samples }) => {
      folder.appendLog({
        ...{ kind: 'validation', update, epoch, loss: rounded(loss), perplexity: rounded(perplexity) },
        ...{ bleu: rounded(bleu), chrf: rounded(chrf), best, seconds: rounded(seconds) },
      });
      const lines = samples.map(
        ({ source, reference, hypothesis }) =>
          `  source      ${source}\n  reference   ${reference}\n  hypothesis  ${hypothesis}\n`,
      );
      folder.appendSamples(`update ${update}\n${lines.join('\n')}\n`);
    },
  };
}
