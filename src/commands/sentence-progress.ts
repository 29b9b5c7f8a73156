/** The progress of reading or translating sentences, shown on standard error where it is a terminal. */
import { Presets, SingleBar } from 'cli-progress';

export interface SentenceProgress {
  show: (done: number, total: number) => void;
  end: () => void;
}

/** @param what is being done, such as `ko-en translates` */
export function sentenceProgress(
  what: string,
  stream: NodeJS.WriteStream = process.stderr,
): SentenceProgress {
  let bar: SingleBar | null = null;
  const start = (total: number): SingleBar => {
    const format = `${what} {bar} {value}/{total} sentences · {eta_formatted} left`;
    const made = new SingleBar(
      { format, stream, hideCursor: true, barsize: 24, clearOnComplete: true, fps: 5, gracefulExit: true },
      Presets.shades_classic,
    );
    made.start(total, 0);
    return made;
  };
  return {
    show: (done, total) => {
      if (!stream.isTTY) return;
      bar ??= start(total);
      bar.update(done);
    },
    end: () => {
      bar?.stop();
      bar = null;
    },
  };
}
