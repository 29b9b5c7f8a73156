/** `.txt`: each line is translated; empty lines, indents and line ends stay. */
import type { DocumentFormat } from './document.js';
import { decodeText, encodeText, hasLetters } from './plain-text.js';

/** Lines at even places, what ended them at odd ones. */
export const splitLines = (text: string): string[] => text.split(/(\r\n|\n|\r)/);

export const plainTextFormat: DocumentFormat = {
  extensions: ['.txt'],
  mediaType: 'text/plain; charset=utf-8',
  read(bytes) {
    const decoded = decodeText(bytes);
    const parts = splitLines(decoded.text);
    const places = parts.flatMap((part, i) => (hasLetters(part) ? [i] : []));
    return {
      segments: places.map((i) => parts[i].trim()),
      write: (translated) => {
        const written = [...parts];
        places.forEach((i, n) => {
          const [indent] = /^\s*/.exec(parts[i]) ?? [''];
          written[i] = indent + translated[n].text;
        });
        return encodeText(written.join(''), decoded);
      },
    };
  },
};
