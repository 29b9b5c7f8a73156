/** Bytes of a text file to text and back: by their byte order mark, as UTF-8, or as the older Korean encoding. */
import { UserError } from '../foundation/errors.js';
import { normaliseText } from '../text/normalise.js';

const MARKS: [string, number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

export interface DecodedText {
  text: string;
  /** Whether the file began with a byte order mark. */
  marked: boolean;
}

function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** @throws UserError for bytes that are no text */
export function decodeText(bytes: Uint8Array): DecodedText {
  const [encoding] = MARKS.find(([, mark]) => mark.every((byte, i) => bytes[i] === byte)) ?? [];
  const text = encoding ? strictly(bytes, encoding) : (strictly(bytes, 'utf-8') ?? strictly(bytes, 'euc-kr'));
  if (text === null || text.includes('\0')) {
    throw new UserError('file: expected text in UTF-8, UTF-16 or EUC-KR, got other bytes; save it as UTF-8');
  }
  return { text, marked: encoding !== undefined };
}

/** UTF-8, with a byte order mark where the file had one. */
export function encodeText(text: string, { marked }: Pick<DecodedText, 'marked'>): Uint8Array {
  return new TextEncoder().encode(marked ? `\uFEFF${text}` : text);
}

/** Whether there is a letter, and so something to translate. */
export const hasLetters = (text: string): boolean => /\p{Letter}/u.test(text);

/** The normal form of each word, with the white space between them as it stands. */
export function normaliseWords(text: string): string {
  return text
    .split(/(\p{White_Space}+)/u)
    .map((part, i) => (i % 2 === 0 ? normaliseText(part) : part))
    .join('');
}
