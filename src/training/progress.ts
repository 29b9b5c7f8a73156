/** The progress of a run on a terminal: a bar that moves, or plain lines where there is no terminal. */
import { Presets, SingleBar } from 'cli-progress';
import type { TrainingObserver, UpdateReport, ValidationReport } from './observer.js';

/** Updates between two lines where no bar can move. */
const LINE_EVERY = 100;

/** `1:05:09`, `5:09` */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

function describeUpdate({ loss, tokensPerSecond, secondsLeft, epoch }: UpdateReport): Record<string, string> {
  return {
    loss: loss.toFixed(3),
    speed: Math.round(tokensPerSecond).toLocaleString('en-GB'),
    left: formatDuration(secondsLeft),
    epoch: String(epoch + 1),
  };
}

function describeValidation({
  update,
  loss,
  perplexity,
  bleu,
  chrf,
  best,
  samples,
}: ValidationReport): string {
  const scores =
    `update ${update}: loss ${loss.toFixed(3)}, perplexity ${perplexity.toFixed(2)}, ` +
    `BLEU ${bleu.toFixed(2)}, chrF ${chrf.toFixed(2)}${best ? ' (best so far)' : ''}`;
  const shown = samples.map(
    ({ source, reference, hypothesis }) =>
      `    ${source}\n      expected  ${reference}\n      got       ${hypothesis}`,
  );
  return [scores, ...shown].join('\n');
}

/** Shows a run on a stream, which is stderr so that results and progress do not mix. */
export function progressObserver(stream: NodeJS.WriteStream): TrainingObserver {
  let bar: SingleBar | null = null;
  const say = (line: string): void => {
    if (bar !== null) {
      bar.stop();
      bar = null;
    }
    stream.write(`${line}\n`);
  };
  const start = (updates: number, update: number): SingleBar => {
    const format = '{bar} {value}/{total} · epoch {epoch} · loss {loss} · {speed} tokens/s · {left} left';
    const made = new SingleBar(
      { format, stream, hideCursor: true, barsize: 24, clearOnComplete: true, emptyOnZero: true, fps: 5 },
      Presets.shades_classic,
    );
    made.start(updates, update, { epoch: '1', loss: '–', speed: '–', left: '–' });
    return made;
  };
  return {
    say,
    updated: (report) => {
      const shown = describeUpdate(report);
      if (stream.isTTY) {
        bar ??= start(report.updates, report.update);
        bar.update(report.update, shown);
      } else if (report.update % LINE_EVERY === 0) {
        const { update, updates } = report;
        say(
          `update ${update}/${updates} · epoch ${shown.epoch} · loss ${shown.loss} · ` +
            `${shown.speed} tokens/s · ${shown.left} left`,
        );
      }
    },
    validated: (report) => say(describeValidation(report)),
    ended: () => {
      bar?.stop();
      bar = null;
    },
  };
}
