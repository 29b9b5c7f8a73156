/** Markup cut into tokens by their places in the source, so that all that is not translated stays byte for byte. */
import { Parser } from 'htmlparser2';

export interface Token {
  kind: 'open' | 'close' | 'text' | 'other';
  /** Of the element; empty for text, comments and declarations. */
  name: string;
  attributes: Record<string, string>;
  /** Text with its entities resolved. */
  text: string;
  /** Place in the source, `[start, end)`. */
  start: number;
  end: number;
  /** An element that is opened and closed by one tag, or has no closing tag. */
  alone: boolean;
}

/** @param xml whether names keep their case and every element is closed by its tag */
export function tokenise(source: string, { xml }: { xml: boolean }): Token[] {
  const tokens: Token[] = [];
  const push = (kind: Token['kind'], part: Partial<Token>): void => {
    const { startIndex: start, endIndex } = parser;
    tokens.push({
      kind,
      name: '',
      attributes: {},
      text: '',
      start,
      end: endIndex + 1,
      alone: false,
      ...part,
    });
  };
  const parser = new Parser(
    {
      onopentag: (name, attributes, implied) => {
        if (!implied) push('open', { name, attributes });
      },
      onclosetag: (name, implied) => {
        const last = tokens.at(-1);
        if (!implied) push('close', { name });
        else if (last?.kind === 'open' && last.start === parser.startIndex) last.alone = true;
        // A closing tag that was left out stands before what closed it.
        else push('close', { name, end: parser.startIndex });
      },
      ontext: (text) => {
        const last = tokens.at(-1);
        const { startIndex: start, endIndex } = parser;
        if (last?.kind === 'text' && last.end === start) {
          last.text += text;
          last.end = endIndex + 1;
        } else push('text', { text });
      },
      oncomment: () => push('other', {}),
      onprocessinginstruction: () => push('other', {}),
    },
    { xmlMode: xml, decodeEntities: true },
  );
  parser.end(source);
  return withGaps(tokens, source.length);
}

/** What the parser passed over, such as closing tags of nothing, as tokens too: together they are the source. */
function withGaps(tokens: Token[], length: number): Token[] {
  const whole: Token[] = [];
  let at = 0;
  const fill = (until: number): void => {
    if (until <= at) return;
    whole.push({ kind: 'other', name: '', attributes: {}, text: '', start: at, end: until, alone: false });
  };
  for (const token of tokens) {
    const start = Math.min(Math.max(token.start, at), length);
    fill(start);
    whole.push({ ...token, start, end: Math.min(Math.max(token.end, start), length) });
    at = whole[whole.length - 1].end;
  }
  fill(length);
  return whole;
}

/** Text as it stands in markup. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\u00A0', '&#160;');
}

/** Text as it stands in an attribute. */
export const escapeAttribute = (text: string): string => escapeMarkup(text).replaceAll('"', '&quot;');

/** Place of the tag that closes the element opened at a place; that of the last token where none does. */
export function closingOf(tokens: Token[], open: number): number {
  if (tokens[open].alone) return open;
  let depth = 0;
  for (let i = open; i < tokens.length; i++) {
    const { kind, name, alone } = tokens[i];
    if (name !== tokens[open].name || alone) continue;
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
    if (depth === 0) return i;
  }
  return tokens.length - 1;
}
