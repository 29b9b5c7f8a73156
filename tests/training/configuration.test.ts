/** Configurations: defaults, and errors that name the key and the nearest right one. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRunConfig, readRunConfig } from '../../src/training/configuration.js';

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
    [{ ...minimal, data: { train: [] } }, /data\.train: expected at least one file/],
    [{ ...minimal, data: { train: ['a'] } }, /data\.development: expected at least one file/],
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

  it.each(readdirSync('configs'))('configs/%s is valid', (name) => {
    expect(readRunConfig(`configs/${name}`).name).not.toBe('');
  });
});
