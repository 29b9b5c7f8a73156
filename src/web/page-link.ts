/** Links to a translation: short enough for browsers and servers, or none. */
import type { SourceChoice, Units } from './translation-fields.js';

/** Node.js takes 16 kB of headers in all; half of it leaves room for the rest. */
const LONGEST_LINK = 8000;

/** The address that shows this translation again, or null where the text is too long for an address. */
export function pageLink(
  text: string,
  { source, units = 'words' }: { source: SourceChoice; units?: Units },
): string | null {
  const query = new URLSearchParams({ text });
  if (source !== 'auto') query.set('source', source);
  if (units !== 'words') query.set('units', units);
  const link = `/?${query.toString()}`;
  return link.length <= LONGEST_LINK ? link : null;
}
