/** Configurations: defaults, and errors that name the key and the nearest right one. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkRunConfig, readRunConfig, runSchema } from '../../src/training/configuration.js';

const minimal = { name: 'x', source: 'ko', target: 'en', data: { train: ['a.tsv'], development: ['b.tsv'] } };

describe('a configuration', () => {
  it('has a default for all that is left out', () => {
    const config = checkRunConfig(minimal, 'x.yaml');
    expect(config.model).toMatchObject({ embedding: 256, hidden: 512, inputFeeding: false, bridge: 'dense' });
    expect(config.training.dropout.attentional).toBeGreaterThan(0);
    expect(config.validation.metric).toBe('chrf');
  });

  it.each([
    [{ ...minimal, modell: {} }, /x\.yaml: unknown key 'modell'; the nearest known one is 'model'/],
    [{ ...minimal, model: { hiden: 4 } }, /unknown key 'model\.hiden'; the nearest known one is 'hidden'/],
    [{ ...minimal, training: { dropout: { embeding: 0 } } }, /'training\.dropout\.embeding'.* 'embedding'/],
    [{ ...minimal, model: { hidden: 'big' } }, /model\.hidden: expected number/],
    [{ ...minimal, model: { hidden: 511 } }, /model\.hidden: expected an even number .* got 511/],
    [{ ...minimal, training: { learningRate: -1 } }, /training\.learningRate: .*>0/],
    [{ ...minimal, model: { bridge: 'wide' } }, /model\.bridge: .*"zero"\|"last"\|"dense"/],
    [{ ...minimal, model: { cell: 'qrnn' } }, /model\.cell: .*"lstm"\|"gru"\|"rnn"/],
    [{ ...minimal, model: { attention: 'local' } }, /model\.attention: .*"dot"\|"general"\|"concat"\|"none"/],
    [{ ...minimal, model: { tiedEmbeddings: true } }, /model\.tiedEmbeddings: .*"none"\|"target"\|"all"/],
    [
      { ...minimal, model: { tiedEmbeddings: 'all' } },
      /tokenizer\.joint: expected true with .* all, got false/,
    ],
    [
      { ...minimal, tokenizer: { joint: true, targetVocabulary: 5000 } },
      /tokenizer\.targetVocabulary: expected 6000, that of the source, with joint: true, got 5000/,
    ],
    [
      { ...minimal, model: { attention: 'none' }, validation: { probe: 'a' } },
      /validation\.probe: expected none with model\.attention: none/,
    ],
    [{ ...minimal, training: { dropout: { recurrent: 1 } } }, /training\.dropout\.recurrent: .*<1/],
    [{ ...minimal, data: { train: [] } }, /data\.train: expected at least one file/],
    [{ ...minimal, data: { train: ['a'] } }, /data\.development: expected at least one file/],
    [
      { ...minimal, training: { optimiser: { kind: 'adamm' } } },
      /training\.optimiser\.kind: expected adam, adamw, sgd, got another/,
    ],
    [
      { ...minimal, training: { optimiser: { kind: 'sgd', momentun: 0 } } },
      /unknown key 'training\.optimiser\.momentun'; the nearest known one is 'momentum'/,
    ],
    [
      { ...minimal, training: { optimiser: { kind: 'sgd', momentum: 0, nesterov: true } } },
      /training\.optimiser\.momentum: expected a number above 0 with nesterov/,
    ],
    [
      { ...minimal, training: { optimiser: { kind: 'adam', weightDecay: 0.1 } } },
      /unknown key 'training\.optimiser\.weightDecay'/,
    ],
    [{ ...minimal, training: { schedule: 'cosine' } }, /training\.schedule: .*"constant".*"plateau"/],
    [
      { ...minimal, training: { schedule: 'plateau', plateauPatience: 8 } },
      /training\.plateauPatience: expected less than validation\.patience \(8\), got 8/,
    ],
    [
      { ...minimal, training: { lowestLearningRate: 1 } },
      /training\.lowestLearningRate: expected at most learningRate \(0\.001\), got 1/,
    ],
    [{ ...minimal, training: { decay: 1 } }, /training\.decay: .*<1/],
    [{ ...minimal, training: { accumulate: 0 } }, /training\.accumulate: .*>=1/],
    [{ ...minimal, training: { averageDecay: 1 } }, /training\.averageDecay: .*<1/],
    [
      { ...minimal, tokenizer: { algorithm: 'unigram' }, training: { subwordSampling: { bpeDropout: 0.1 } } },
      /bpeDropout: expected 0 with a unigram vocabulary, got 0\.1; use unigramAlpha/,
    ],
    [
      { ...minimal, training: { subwordSampling: { unigramAlpha: 0.1 } } },
      /unigramAlpha: expected 0 with a BPE vocabulary, got 0\.1; use bpeDropout/,
    ],
    [{ ...minimal, validation: { keepBest: 0 } }, /validation\.keepBest: .*>=1/],
    [{ ...minimal, warmStart: { vocabulary: 'same' } }, /warmStart\.checkpoint: expected string/],
    [
      { ...minimal, data: { train: [{ path: 'a', wieght: 2 }], development: ['b'] } },
      /unknown key 'data\.train\.0\.wieght'; the nearest known one is 'weight'/,
    ],
    [
      { ...minimal, data: { train: [{ path: 'a', weight: 0 }], development: ['b'] } },
      /data\.train\.0\.weight: .*>0/,
    ],
    [
      { ...minimal, data: { train: ['a'], development: [{ path: 'b', weight: 2 }] } },
      /data\.development: expected files without a weight/,
    ],
    [{ ...minimal, name: 'a/b' }, /name: .*letters, digits/],
    ['text', /x\.yaml: .*expected object/],
  ])('is refused with one line: %j', (value, message) => {
    expect(() => checkRunConfig(value, 'x.yaml')).toThrow(message);
  });

  it('that is missing is named', () => {
    expect(() => readRunConfig('none.yaml')).toThrow(
      'configuration none.yaml: expected a YAML file, got no such file',
    );
  });

  const files = readdirSync('configs', { recursive: true, encoding: 'utf8' });
  it.each(files.filter((name) => name.endsWith('.yaml')))('configs/%s is valid', (name) => {
    expect(readRunConfig(`configs/${name}`).name).not.toBe('');
  });
});

/** The names of all keys of a schema, however deep. */
function keysOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return keysOf(schema.unwrap());
  if (schema instanceof z.ZodArray) return keysOf(schema.element);
  if (schema instanceof z.ZodUnion || schema instanceof z.ZodDiscriminatedUnion)
    return schema.options.flatMap((option: z.core.$ZodType) => keysOf(option));
  if (!(schema instanceof z.ZodObject)) return [];
  const shape: Record<string, z.core.$ZodType> = schema.shape;
  return Object.entries(shape).flatMap(([key, inner]) => [key, ...keysOf(inner)]);
}

describe('configs/complete.yaml', () => {
  const text = readFileSync('configs/complete.yaml', 'utf8');

  it.each([...new Set(keysOf(runSchema))])('has a line for %s', (key) => {
    expect(text).toMatch(new RegExp(`(^|[\\s{-])${key}:`, 'm'));
  });

  it('shows the defaults', () => {
    const { name, source, target, data } = parse(text) as typeof minimal;
    const { train, development } = data;
    const bare = { name, source, target, data: { train, development } };
    expect(readRunConfig('configs/complete.yaml')).toEqual(checkRunConfig(bare, 'bare'));
    // The defaults are written out, so that who reads the file sees them.
    expect(parse(text)).toMatchObject(checkRunConfig(bare, 'bare'));
  });
});
