/** Where `ieum align` has its links from: the attention of one or two models, or files of links. */
import { attentionLinks } from '../alignment/attention-links.js';
import type { AttentionLinkOptions } from '../alignment/attention-links.js';
import { parseLinks, transposeLinks } from '../alignment/links.js';
import type { Link } from '../alignment/links.js';
import { readLines } from '../corpus/lines.js';
import { UserError } from '../foundation/errors.js';
import type { ForcedDecoder, ForcedDecoding } from '../scoring/forced-decoder.js';
import { wordAttention } from '../text/words.js';
import type { ReadPair } from './pair-input.js';

/** A pair's links as the two directions have them; those of the second already turned round. */
export interface DirectedLinks {
  source?: string;
  target?: string;
  forward: Link[];
  backward?: Link[];
}

/** Pairs that both models read before links go out. */
const WINDOW = 512;

function linksOf(decoding: ForcedDecoding, options: AttentionLinkOptions): Link[] {
  const { sourcePieces, targetPieces, attention } = decoding;
  return attentionLinks(wordAttention(sourcePieces, targetPieces, attention).attention, options);
}

async function decodeAll(decoder: ForcedDecoder, pairs: ReadPair[]): Promise<ForcedDecoding[]> {
  const decodings: ForcedDecoding[] = [];
  for await (const decoding of decoder.decode(pairs)) decodings.push(decoding);
  return decodings;
}

async function* windowsOf(pairs: AsyncIterable<ReadPair>): AsyncGenerator<ReadPair[]> {
  let window: ReadPair[] = [];
  for await (const pair of pairs) {
    window.push(pair);
    if (window.length < WINDOW) continue;
    yield window;
    window = [];
  }
  if (window.length > 0) yield window;
}

/** Links from attention: the pairs are read by the model, and turned round by the one of the other direction. */
export async function* attendedLinks(
  pairs: AsyncIterable<ReadPair>,
  decoders: { forward: ForcedDecoder; backward?: ForcedDecoder },
  options: AttentionLinkOptions,
): AsyncGenerator<DirectedLinks> {
  for await (const window of windowsOf(pairs)) {
    const forward = await decodeAll(decoders.forward, window);
    const turned = window.map(({ source, target }) => ({ source: target, target: source }));
    const backward = decoders.backward && (await decodeAll(decoders.backward, turned));
    for (const [i, decoding] of forward.entries()) {
      yield {
        source: decoding.source,
        target: decoding.target,
        forward: linksOf(decoding, options),
        ...(backward && { backward: transposeLinks(linksOf(backward[i], options)) }),
      };
    }
  }
}

/** Links from files of one line a pair; those of the second have the words of the other direction first. */
export async function* storedLinks(path: string, reversePath?: string): AsyncGenerator<DirectedLinks> {
  const others = reversePath === undefined ? undefined : readLines(reversePath);
  for await (const { text, number } of readLines(path)) {
    const forward = parseLinks(text, `${path} line ${number}`);
    if (!others) {
      yield { forward };
      continue;
    }
    const other = await others.next();
    if (other.done) throw unequal(path, reversePath ?? '');
    const backward = parseLinks(other.value.text, `${reversePath} line ${number}`);
    yield { forward, backward: transposeLinks(backward) };
  }
  if (others && !(await others.next()).done) throw unequal(path, reversePath ?? '');
}

function unequal(path: string, other: string): UserError {
  return new UserError(
    `align: expected as many lines in ${other} as in ${path}, got others; line N of both must belong together`,
  );
}
