/** Paths as a person names them, as inputs: two sides of a Moses pair are one input. */
import { UserError } from '../foundation/errors.js';
import { sideOfName } from './format.js';
import type { CorpusInput } from './reader.js';

/**
 * Groups paths: `news.ko` and `news.en` (also `.gz`) become one Moses pair, in the place of the first of them; every
 * other path is an input of its own. Throws UserError for a side without its other.
 */
export function groupInputs(paths: readonly string[]): CorpusInput[] {
  const inputs: CorpusInput[] = [];
  const open = new Map<string, { ko?: string; en?: string; at: number }>();
  for (const path of paths) {
    const side = sideOfName(path);
    if (side === undefined) {
      inputs.push(path);
      continue;
    }
    const pair = open.get(side.stem) ?? { at: inputs.push(path) - 1 };
    if (pair[side.language] !== undefined) throw twice(path);
    pair[side.language] = path;
    open.set(side.stem, pair);
    if (pair.ko !== undefined && pair.en !== undefined) inputs[pair.at] = { ko: pair.ko, en: pair.en };
  }
  for (const [stem, { ko, en }] of open) {
    if (ko === undefined || en === undefined) throw missing(stem, ko ?? en ?? stem);
  }
  return inputs;
}

function twice(path: string): UserError {
  return new UserError(`corpus ${path}: expected each side of a pair once, got it twice; name it once`);
}

function missing(stem: string, path: string): UserError {
  const other = sideOfName(path)?.language === 'ko' ? 'en' : 'ko';
  return new UserError(
    `corpus ${path}: expected its other side ${stem}.${other} beside it, got that one alone; name both`,
  );
}
