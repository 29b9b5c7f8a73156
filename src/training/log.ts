/** What a run leaves to read: `log.jsonl` and `samples.txt`. */
import type { TrainingObserver, UpdateReport, ValidationReport } from './observer.js';
import type { RunFolder } from './run-folder.js';

const rounded = (value: number): number => Number(value.toPrecision(6));

/** A report of updates as a line of JSON says it. */
export function trainingEntry(report: UpdateReport): Record<string, unknown> {
  const { update, epoch, loss, gradientNorm, learningRate, tokensPerSecond, seconds } = report;
  return {
    ...{ kind: 'training', update, epoch, loss: rounded(loss), gradientNorm: rounded(gradientNorm) },
    ...{ learningRate: rounded(learningRate), tokensPerSecond: Math.round(tokensPerSecond) },
    seconds: rounded(seconds),
  };
}

/** A validation as a line of JSON says it. */
export function validationEntry(report: ValidationReport): Record<string, unknown> {
  const { update, epoch, loss, perplexity, bleu, chrf, best, seconds } = report;
  return {
    ...{ kind: 'validation', update, epoch, loss: rounded(loss), perplexity: rounded(perplexity) },
    ...{ bleu: rounded(bleu), chrf: rounded(chrf), best, seconds: rounded(seconds) },
  };
}

/** Writes a line for each report and the sample translations of each validation. */
export function logObserver(folder: RunFolder): TrainingObserver {
  return {
    began: (update) => folder.truncateLog(update),
    updated: (report) => folder.appendLog(trainingEntry(report)),
    validated: (report) => {
      folder.appendLog(validationEntry(report));
      const lines = report.samples.map(
        ({ source, reference, hypothesis }) =>
          `  source      ${source}\n  reference   ${reference}\n  hypothesis  ${hypothesis}\n`,
      );
      folder.appendSamples(`update ${report.update}\n${lines.join('\n')}\n`);
    },
  };
}
