/** `.srt`: the text of each subtitle is translated as a whole and set in as many lines as it had. */
import { UserError } from '../foundation/errors.js';
import type { DocumentFormat } from './document.js';
import { writeRun } from './html.js';
import { inlineRuns } from './inline-runs.js';
import { tokenise } from './markup-tokens.js';
import { decodeText, encodeText } from './plain-text.js';

const TIMING = /^\s*\d+:\d{2}:\d{2}[,.]\d{1,3}\s*-->/;
/** Where a subtitle stands on the screen: `{\an8}`. */
const POSITION = /^(?:\{[^}]*\})*/;

interface Subtitle {
  /** Lines `[start, end)` of its text. */
  start: number;
  end: number;
}

/** The lines behind a time up to the next empty one. */
function subtitlesOf(lines: string[]): Subtitle[] {
  return lines.flatMap((line, i): Subtitle[] => {
    if (!TIMING.test(line)) return [];
    let end = i + 1;
    while (end < lines.length && lines[end].trim() !== '') end++;
    return end > i + 1 ? [{ start: i + 1, end }] : [];
  });
}

/** Cuts a text at spaces outside tags into lines of about the same length. */
function cutLines(text: string, count: number): string[] {
  const words = text.split(/ (?![^<]*>)/);
  const visible = (word: string): number => word.replace(/<[^>]*>/g, '').length + 1;
  const total = words.reduce((sum, word) => sum + visible(word), 0);
  const lines: string[][] = Array.from({ length: count }, () => []);
  let before = 0;
  for (const word of words) {
    const middle = before + visible(word) / 2;
    lines[Math.min(count - 1, Math.floor((middle / total) * count))].push(word);
    before += visible(word);
  }
  return lines.map((line) => line.join(' ')).filter((line) => line !== '');
}

export const subtitleFormat: DocumentFormat = {
  extensions: ['.srt'],
  mediaType: 'application/x-subrip; charset=utf-8',
  read(bytes) {
    const decoded = decodeText(bytes);
    const end = decoded.text.includes('\r\n') ? '\r\n' : '\n';
    const lines = decoded.text.split(/\r\n|\n|\r/);
    const subtitles = subtitlesOf(lines);
    if (subtitles.length === 0) {
      throw new UserError(
        'file: expected subtitles with times such as 00:00:01,000 --> 00:00:02,000, got none',
      );
    }
    const texts = subtitles.map((subtitle) => {
      const whole = lines.slice(subtitle.start, subtitle.end).join(' ');
      const [position] = POSITION.exec(whole) ?? [''];
      const source = whole.slice(position.length);
      return { subtitle, position, source, runs: inlineRuns(source, tokenise(source, { xml: false })) };
    });
    return {
      segments: texts.flatMap(({ runs }) => runs.map(({ text }) => text)),
      write: (translated) => {
        const rest = [...translated];
        const written = [...lines];
        for (const { subtitle, position, source, runs } of texts) {
          let at = 0;
          let text = '';
          for (const run of runs) {
            const [segment] = rest.splice(0, 1);
            text += source.slice(at, run.start) + writeRun(run, segment);
            at = run.end;
          }
          const count = subtitle.end - subtitle.start;
          const set = cutLines(text + source.slice(at), count);
          written[subtitle.start] = position + set.join(end);
          for (let line = subtitle.start + 1; line < subtitle.end; line++) written[line] = '';
        }
        const gone = new Set(
          subtitles.flatMap((one) =>
            Array.from({ length: one.end - one.start - 1 }, (_, k) => one.start + 1 + k),
          ),
        );
        return encodeText(written.filter((_, line) => !gone.has(line)).join(end), decoded);
      },
    };
  },
};
