/** Patterns of what is not trained. */
import { tensor1d, variable } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Parameters } from '../../src/model/parameters.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { trainedParameters } from '../../src/training/freezing.js';

let parameters: Parameters;
beforeAll(async () => {
  await initialiseEngine();
  const names = ['encoder.embedding', 'encoder.forward.0.kernel', 'decoder.embedding', 'output.bias'];
  parameters = new Map(names.map((name) => [name, variable(tensor1d([1]))]));
});

describe('what is trained', () => {
  it.each([
    [[], 4],
    [['encoder.*'], 2],
    [['*.embedding'], 2],
    [['encoder.embedding', 'output.*'], 2],
    [['*.0.*'], 3],
  ])('without %j is the rest', (patterns, left) => {
    expect(trainedParameters(parameters, patterns).size).toBe(left);
  });

  it('has to be something, and a pattern has to fit something', () => {
    expect(() => trainedParameters(parameters, ['*'])).toThrow(
      /training\.freeze: expected to leave something/,
    );
    expect(() => trainedParameters(parameters, ['encoder'])).toThrow(/got 'encoder', which fits none of enc/);
    expect(() => trainedParameters(parameters, ['encoderXembedding'])).toThrow(/fits none/);
    expect(() => trainedParameters(parameters, ['encoder?embedding'])).toThrow(/fits none/);
  });
});
