/** Pairs in TMX 1.4 (LISA 2005), the format that translation memories are exchanged in, read as a stream. */
import { TextDecoder } from 'node:util';
import sax from 'sax';
import { UserError } from '../foundation/errors.js';
import type { Language } from '../text/language.js';
import { languageOfTag } from '../text/language-names.js';
import { LONGEST_LINE, shorten } from './lines.js';
import type { Direction, Entry, Pair } from './pairs.js';
import type { ReaderContext } from './reader.js';

/** Inline elements whose content is codes of the original document, not words of the sentence. */
const CODES = new Set(['bpt', 'ept', 'it', 'ph', 'ut']);

/** A translation unit under way. */
interface Unit {
  line: number;
  /** Sentences by language, in the order of the variants. */
  variants: Record<Language, string[]>;
  tier?: string;
  /** Whether a piece of text that it stands in has bytes that are not UTF-8. */
  damaged: boolean;
}

/** Turns the events of the XML parser into pairs. */
class TmxHandler {
  readonly parser = sax.parser(true, { position: true });
  private readonly name: string;
  private readonly direction: Direction;
  private entries: Entry[] = [];
  private rootSeen = false;
  /** Whether the piece under way holds bytes that are not UTF-8. */
  private damaged = false;
  private unit: Unit | undefined;
  private language: Language | undefined;
  /** Text of the `seg` or `prop` under way. */
  private text: string | undefined;
  private propType = '';
  /** How many code elements are open within the segment. */
  private codes = 0;

  constructor(name: string, direction: Direction) {
    this.name = name;
    this.direction = direction;
    const { parser } = this;
    parser.onopentag = (tag) => this.open(tag.name, tag.attributes as Record<string, string>);
    parser.onclosetag = (tag) => this.close(tag);
    parser.ontext = parser.oncdata = (text) => this.take(text);
    parser.onprocessinginstruction = ({ name: target, body }) => this.checkEncoding(target, body);
    parser.onerror = (error) => {
      throw this.malformed(error.message.split('\n')[0]);
    };
  }

  /** The pairs that end in a piece of text. */
  push(text: string, damaged: boolean): Entry[] {
    this.damaged = damaged;
    if (this.unit) this.unit.damaged ||= damaged;
    this.parser.write(text);
    return this.entries.splice(0);
  }

  end(): void {
    this.parser.close();
  }

  private malformed(got: string): UserError {
    return new UserError(
      `corpus ${this.name} line ${this.parser.line + 1}: expected well-formed TMX, got ${got}; ` +
        'mend the file, or export it anew',
    );
  }

  private checkEncoding(target: string, body: string): void {
    const encoding = target === 'xml' ? /encoding\s*=\s*["']([^"']+)/i.exec(body)?.[1] : undefined;
    if (encoding === undefined || /^(?:utf-?(?:8|16)(?:-?[lb]e)?|us-ascii)$/i.test(encoding)) return;
    throw new UserError(
      `corpus ${this.name}: expected TMX in UTF-8 or UTF-16, got ${encoding}; convert it to UTF-8`,
    );
  }

  private open(tag: string, attributes: Record<string, string>): void {
    if (!this.rootSeen) {
      if (tag !== 'tmx') throw this.malformed(`XML that begins with <${tag}>`);
      this.rootSeen = true;
    }
    if (this.text !== undefined) {
      if (this.codes > 0 || CODES.has(tag)) this.codes += 1;
    } else if (tag === 'tu') {
      this.unit = { line: this.parser.line + 1, variants: { ko: [], en: [] }, damaged: this.damaged };
    } else if (tag === 'tuv') {
      this.language = languageOfTag(attributes['xml:lang'] ?? attributes.lang ?? '');
    } else if (tag === 'seg' || (tag === 'prop' && this.unit !== undefined)) {
      this.text = '';
      this.propType = attributes.type ?? '';
    }
  }

  private close(tag: string): void {
    if (this.codes > 0) {
      this.codes -= 1;
    } else if (tag === 'seg') {
      if (this.unit && this.language) this.unit.variants[this.language].push(this.text ?? '');
      this.text = undefined;
    } else if (tag === 'prop') {
      if (this.unit && this.propType === 'tier') this.unit.tier = this.text?.trim();
      this.text = undefined;
    } else if (tag === 'tuv') {
      this.language = undefined;
    } else if (tag === 'tu' && this.unit) {
      this.finish(this.unit);
      this.unit = undefined;
    }
  }

  private take(text: string): void {
    // What is over the limit is cut, and the unit dropped for its length.
    if (this.text !== undefined && this.codes === 0 && this.text.length <= LONGEST_LINE) this.text += text;
  }

  /** Every Korean variant with every English one: mostly one of each. */
  private finish({ line, variants, tier, damaged }: Unit): void {
    const { source, target } = this.direction;
    const all = [...variants[source], ...variants[target]];
    const broken = (fault: 'utf8' | 'long' | 'malformed', detail: string): void => {
      this.entries.push({ fault, line, text: shorten(all.join('\t')), detail });
    };
    if (damaged && all.some((text) => text.includes('\uFFFD'))) {
      broken('utf8', 'expected UTF-8 text, got bytes that are not');
    } else if (variants[source].length === 0 || variants[target].length === 0) {
      broken('malformed', 'expected a Korean and an English variant, got one or none of them');
    } else if (all.some((text) => text.length > LONGEST_LINE)) {
      broken('long', 'expected a segment of at most a million characters, got more');
    } else {
      for (const sourceText of variants[source]) {
        for (const targetText of variants[target])
          this.entries.push(pairOf(sourceText, targetText, line, tier));
      }
    }
  }
}

function pairOf(source: string, target: string, line: number, tier: string | undefined): Pair {
  return tier === undefined ? { source, target, line } : { source, target, line, tier };
}

/** Decodes blocks in turn and tells which held bytes that are not UTF-8. */
class BlockDecoder {
  private readonly lenient = new TextDecoder('utf-8');
  private strict = new TextDecoder('utf-8', { fatal: true });

  decode(block: Buffer): { text: string; damaged: boolean } {
    return { text: this.lenient.decode(block, { stream: true }), damaged: this.isDamaged(block) };
  }

  private isDamaged(block: Buffer): boolean {
    try {
      this.strict.decode(block, { stream: true });
      return false;
    } catch {
      this.strict = new TextDecoder('utf-8', { fatal: true });
      return true;
    }
  }
}

/**
 * The pairs of the units that have both languages, in order, as they stand; inline codes are left out. Throws UserError
 * with the line where the XML is not well-formed.
 */
export async function* readTmx(
  bytes: AsyncIterable<Buffer>,
  { name, direction }: ReaderContext,
): AsyncGenerator<Entry> {
  const handler = new TmxHandler(name, direction);
  const decoder = new BlockDecoder();
  for await (const block of bytes) {
    const { text, damaged } = decoder.decode(block);
    for (const entry of handler.push(text, damaged)) yield entry;
  }
  handler.end();
}
