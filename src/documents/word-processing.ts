/** `.docx`: paragraphs are translated as a whole; each word of the translation is set like the words it comes from. */
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Unzipped } from 'fflate';
import { UserError } from '../foundation/errors.js';
import type { DocumentFormat } from './document.js';
import { tokenise } from './markup-tokens.js';
import { paragraphStretches, writeStretch } from './paragraph-stretches.js';

/** The parts of the package that hold text: the body, headers, footers and notes. */
const TEXT_PARTS = /^word\/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$/;

/** Most bytes that a package may unfold to, so that a small file cannot fill the memory. */
const MOST_UNZIPPED = 100_000_000;

function unzip(bytes: Uint8Array): Unzipped {
  let total = 0;
  const files = attempt(() =>
    unzipSync(bytes, {
      filter: ({ originalSize }) => {
        total += originalSize;
        return total <= MOST_UNZIPPED;
      },
    }),
  );
  if (total > MOST_UNZIPPED) {
    throw new UserError(`file: expected at most ${MOST_UNZIPPED / 1e6} MB once unzipped, got more`, {
      status: 413,
    });
  }
  if (!files || !('word/document.xml' in files)) {
    throw new UserError('file: expected a Word document (.docx), got something else');
  }
  return files;
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null;
  }
}

export const wordFormat: DocumentFormat = {
  extensions: ['.docx'],
  mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  read(bytes) {
    const files = unzip(bytes);
    const parts = Object.keys(files)
      .filter((name) => TEXT_PARTS.test(name))
      .map((name) => {
        const source = strFromU8(files[name]);
        return { name, source, stretches: paragraphStretches(source, tokenise(source, { xml: true })) };
      });
    return {
      segments: parts.flatMap(({ stretches }) => stretches.map(({ text }) => text)),
      write: (translated) => {
        const rest = [...translated];
        const written: Unzipped = { ...files };
        for (const { name, source, stretches } of parts) {
          let at = 0;
          let text = '';
          for (const stretch of stretches) {
            const [segment] = rest.splice(0, 1);
            text += source.slice(at, stretch.start) + writeStretch(stretch, segment);
            at = stretch.end;
          }
          written[name] = strToU8(text + source.slice(at));
        }
        return zipSync(written);
      },
    };
  },
};
