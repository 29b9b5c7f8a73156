/** The decoder with input feeding over a whole sequence in one operation, for the architectures that it covers. */
import { add, reshape, slice, squeeze } from '@tensorflow/tfjs-core';
import type { Rank, Tensor2D, Tensor3D } from '@tensorflow/tfjs-core';
import type { Random } from '../foundation/random.js';
import { decodeFed } from '../nn/attentional-decoder.js';
import type { AttentionalDropout } from '../nn/attentional-decoder.js';
import { dropoutMask } from '../nn/dropout.js';
import { product } from '../nn/product.js';
import type { DecoderContext, DecoderOutput } from './decoder-context.js';
import { attentionalSize } from './model-config.js';
import type { DropoutRates, ModelConfig } from './model-config.js';
import { matrix, recurrentWeights } from './parameters.js';
import type { Encoding } from './step-model.js';

/** Scores have to be products of states, and nothing may be normalised; other decoders go step by step. */
export function canDecodeFed({ attention, layerNorm }: ModelConfig): boolean {
  return (attention === 'dot' || attention === 'general') && !layerNorm;
}

/** What `decodeStepwise` gives, several times as fast. */
export function decodeFedAtOnce(
  embedded: Tensor3D,
  encoding: Encoding,
  { config, parameters, rates, random, masks = [] }: DecoderContext,
): DecoderOutput {
  const [time, batch, width] = embedded.shape;
  const layers = Array.from({ length: config.decoderLayers }, (_, layer) =>
    recurrentWeights(parameters, `decoder.${layer}`),
  );
  const [lowest, ...upper] = layers;
  const flat = reshape<Rank.R2>(embedded, [time * batch, width]);
  const ofWords = slice(lowest.kernel, [0, 0], [width, -1]);
  const fromInput = add<Tensor2D>(product(flat, ofWords), lowest.bias);
  const { memory, mask, keys = memory, state } = encoding;
  return decodeFed(
    config.cell,
    {
      fromInput: reshape(fromInput, [time, batch, lowest.bias.shape[0]]),
      feed: slice(lowest.kernel, [width, 0], [-1, -1]),
      recurrent: layers.map(({ recurrent }) => recurrent),
      upper,
      first: layers.map((_, layer) => [state.hidden[layer], ...state.cell.slice(layer, layer + 1)]),
      ...{ keys, values: memory, mask },
      combine: matrix(parameters, 'decoder.attentional.kernel'),
    },
    {
      ...droppedUnits([time, batch], config, rates, random),
      recurrent: layers.map((_, layer) => {
        const factors = masks[layer] ?? null;
        return factors === null ? null : squeeze<Tensor2D>(factors, [0]);
      }),
    },
  );
}

/** Drawn for the whole sequence, where there is a generator, that is in training. */
function droppedUnits(
  [time, batch]: [number, number],
  config: ModelConfig,
  rates: DropoutRates,
  random: Random | null,
): Pick<AttentionalDropout, 'upper' | 'attentional'> {
  const factors = (size: number, rate: number): Tensor3D | null =>
    random === null || rate === 0 ? null : (dropoutMask([time, batch, size], rate, random) as Tensor3D);
  return {
    upper: Array.from({ length: config.decoderLayers - 1 }, () => factors(config.hidden, rates.layer)),
    attentional: factors(attentionalSize(config), rates.attentional),
  };
}
