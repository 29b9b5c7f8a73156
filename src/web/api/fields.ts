/** Fields that several requests share, with what each expects; a form's strings are read as what they say. */
import { z } from 'zod';
import { LANGUAGES } from '../../text/language.js';

/** Widest beam that a request may ask for. */
export const MAXIMUM_BEAM = 10;
/** Longest text of one request, in code points. */
export const MAXIMUM_CHARACTERS = 5000;

/** In a form or a query a number comes as a string. */
const asNumber = (value: unknown): unknown =>
  typeof value === 'string' && value.trim() !== '' ? Number(value) : value;

/** In a form or a query a list comes as JSON, or as one string of its own. */
function asList(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (!value.trimStart().startsWith('[')) return value === '' ? [] : [value];
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const asBoolean = (value: unknown): unknown =>
  value === 'true' || value === '1' ? true : value === 'false' || value === '0' ? false : value;

const TEXT = 'a text';

/** Any string; what it must be is the field's own to say. */
export const text = (error = TEXT): z.ZodString => z.string({ error });

/** A whole number between two bounds, both included. */
export const wholeNumber = (minimum: number, maximum: number) => {
  const error = `a whole number from ${minimum} to ${maximum}`;
  return z.preprocess(asNumber, z.int({ error }).min(minimum, { error }).max(maximum, { error }));
};

/** A number between two bounds, both included. */
export const number = (minimum: number, maximum: number) => {
  const error = `a number from ${minimum} to ${maximum}`;
  return z.preprocess(asNumber, z.number({ error }).min(minimum, { error }).max(maximum, { error }));
};

/** One of a few words. */
export const choice = <const T extends readonly [string, ...string[]]>(choices: T) =>
  z.enum(choices, { error: choices.join(' or ') });

export const flag = () => z.preprocess(asBoolean, z.boolean({ error: 'true or false' }));

/** A list of strings, or JSON that holds one. */
export const texts = (most: number) => {
  const error = `a list of at most ${most} texts`;
  return z.preprocess(asList, z.array(z.string({ error }), { error }).max(most, { error }));
};

/** A list of whole numbers from 0, or JSON that holds one. */
export const indices = (most: number) => {
  const error = `a list of at most ${most} whole numbers from 0`;
  return z.preprocess(asList, z.array(z.int({ error }).min(0, { error }), { error }).max(most, { error }));
};

export const language = choice(LANGUAGES);
export const sourceLanguage = choice(['auto', ...LANGUAGES]);

/** Which model translates which text. */
export const direction = {
  text: text().meta({ description: 'what to translate', example: '저는 학생입니다.' }),
  source: sourceLanguage.default('auto').meta({ description: '`auto` tells the language by its script' }),
  target: language.optional().meta({ description: 'left out, it is the other language' }),
  model: text('the name of a model')
    .optional()
    .meta({ description: 'left out, it is the first one for the direction' }),
};

export const beam = wholeNumber(1, MAXIMUM_BEAM)
  .default(5)
  .meta({ description: 'beam width; 1 is greedy search' });

export const alternatives = wholeNumber(0, MAXIMUM_BEAM - 1)
  .default(0)
  .meta({ description: 'hypotheses besides the best; the beam is made wide enough for them' });

export const nBest = wholeNumber(1, MAXIMUM_BEAM)
  .default(1)
  .meta({ description: 'hypotheses to return; the beam is made wide enough for them' });

export const candidates = wholeNumber(0, 20)
  .default(0)
  .meta({ description: 'how many of the likeliest pieces of each step to tell' });

export const attention = choice(['dot', 'uniform'])
  .default('dot')
  .meta({ description: '`uniform` gives every source piece the same weight: translation without attention' });

export const protect = flag().default(true).meta({
  description:
    '`false` reads the sentence as it stands: nothing mended, no address, number or name held in its place',
});

/** Every error is answered in this shape, as LibreTranslate does. */
export const errorResponse = z
  .object({ error: z.string().meta({ description: 'one line: what was expected, what came, how to go on' }) })
  .meta({ id: 'Error' });
