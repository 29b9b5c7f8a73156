/** Backward through a decoder with input feeding. */
import { alone, masked, once, together } from './attentional-steps.js';
import type { AttentionalInputs, AttentionalStep } from './attentional-steps.js';
import type { Cell } from './cells.js';
import { inScope } from './operations.js';
import type { Operations } from './operations.js';

export interface AttentionalGradients<X> {
  fromInput: X;
  feed: X;
  recurrent: X[];
  upper: { kernel: X; bias: X }[];
  first: X[][];
  keys: X;
  values: X;
  combine: X;
}

interface Carried<X> {
  fed: X | null;
  states: X[][] | null;
}

interface LayerGradients<X> {
  fromInput: X;
  fromState: X;
  previous: X[];
}

/** Gradients that one step makes. */
interface StepGradients<X> extends Omit<Carried<X>, 'states'> {
  combined: X;
  /** `[B, 1, H]` */
  context: X;
  /** `[B, 1, T]` */
  scores: X;
  layers: LayerGradients<X>[];
}

/** @param dAttentional gradient of each attentional state, U times `[B, A]`; that of the weights is taken as zero */
export function attentionalBackward<X>(
  ops: Operations<X>,
  cell: Cell,
  inputs: AttentionalInputs<X>,
  steps: AttentionalStep<X>[],
  dAttentional: X[],
): AttentionalGradients<X> {
  const { keys, values, upper, first } = inputs;
  const transposed = (weights: X): X => ops.transposedFactor(weights);
  const feed = transposed(inputs.feed);
  const recurrent = inputs.recurrent.map(transposed);
  const kernels = upper.map(({ kernel }) => transposed(kernel));
  const combine = transposed(inputs.combine);
  const depth = recurrent.length;
  const stateBefore = (layer: number, u: number): X[] =>
    u === 0 ? first[layer] : steps[u - 1].layers[layer].state;

  const dCombined: X[] = [];
  const dContexts: X[] = [];
  const dScores: X[] = [];
  const dInputs: X[][] = recurrent.map(() => []);
  const dStates: X[][] = recurrent.map(() => []);
  /** What the step after hands back: the gradient of the attentional state, and of each layer's state. */
  let carried: Carried<X> = { fed: null, states: null };
  for (let u = steps.length - 1; u >= 0; u--) {
    const after = carried;
    const step = inScope(
      ops,
      () => stepBackward(u, after),
      ({ combined, context, scores, layers, fed }) => [
        ...[combined, context, scores, ...(fed === null ? [] : [fed])],
        ...layers.flatMap(({ fromInput, fromState, previous }) => [fromInput, fromState, ...previous]),
      ],
    );
    [dCombined[u], dContexts[u], dScores[u]] = [step.combined, step.context, step.scores];
    step.layers.forEach(({ fromInput, fromState }, layer) => {
      dInputs[layer][u] = fromInput;
      dStates[layer][u] = fromState;
    });
    carried = { fed: step.fed, states: step.layers.map(({ previous }) => previous) };
  }

  function stepBackward(u: number, after: Carried<X>): StepGradients<X> {
    const { layers, weights, combined: output } = steps[u];
    const dOutput = after.fed === null ? dAttentional[u] : ops.add(dAttentional[u], after.fed);
    const combined = ops.tanhGradient(output, masked(ops, dOutput, inputs.attentionalMasks, u));
    const [dContext, dTop] = ops.split(ops.product(ops.factor(combined), combine), 2);
    const context = alone(ops, dContext);
    const dWeights = ops.exactProduct(context, values, { transposeB: true });
    const mean = ops.sum(ops.multiply(dWeights, weights), 2, true);
    const scores = ops.multiply(weights, ops.subtract(dWeights, mean));
    let dHidden = ops.add(dTop, together(ops, ops.exactProduct(scores, keys)));
    let fed: X | null = null;
    const gradients: LayerGradients<X>[] = [];
    for (let layer = depth - 1; layer >= 0; layer--) {
      const [dCarried, ...dRest] = after.states?.[layer] ?? [];
      const dState =
        dCarried === undefined
          ? first[layer].map((_, k) => (k === 0 ? dHidden : ops.subtract(dHidden, dHidden)))
          : [ops.add(dHidden, dCarried), ...dRest];
      const { fromInput, fromState, previous } = cell.backward(
        ops,
        layers[layer],
        stateBefore(layer, u),
        dState,
      );
      const ofState = ops.factor(fromState);
      const ofInput = fromInput === fromState ? ofState : ops.factor(fromInput);
      const dRead = once(ops, ops.product(ofState, recurrent[layer]), inputs.recurrentMasks[layer]);
      gradients[layer] = {
        fromInput,
        fromState,
        previous: previous.map((part, k) => (part === null ? dRead : k === 0 ? ops.add(part, dRead) : part)),
      };
      if (layer > 0) {
        dHidden = masked(ops, ops.product(ofInput, kernels[layer - 1]), upper[layer - 1].masks, u);
      } else if (u > 0) {
        fed = ops.product(ofInput, feed);
      }
    }
    return { combined, context, scores, layers: gradients, fed };
  }

  // The gradients of the weights are one product each over all steps.
  const rows = (sequence: X[]): X => {
    const [batch, width] = ops.shape(sequence[0]);
    return ops.factor(ops.reshape(ops.stack(sequence, 0), [sequence.length * batch, width]));
  };
  const outer = (left: X[], right: X): X => ops.product(rows(left), right, { transposeA: true });
  const stepwise = (sequence: X[]): X => {
    const [batch, , width] = ops.shape(sequence[0]);
    return ops.reshape(ops.stack(sequence, 1), [batch, sequence.length, width]);
  };
  const ofStates = dStates.map(rows);
  const ofInputs = dInputs.map((sequence, layer) =>
    sequence[0] === dStates[layer][0] ? ofStates[layer] : rows(sequence),
  );
  const hidden = (layer: number): X[] => steps.map(({ layers }) => layers[layer].state[0]);
  const tops = stepwise(hidden(depth - 1).map((state) => alone(ops, state)));
  const [firstFed] = steps;
  const fed = [ops.subtract(firstFed.attentional, firstFed.attentional)];
  for (const { attentional } of steps.slice(0, -1)) fed.push(attentional);
  return {
    fromInput: ops.stack(dInputs[0], 0),
    feed: outer(fed, ofInputs[0]),
    recurrent: ofStates.map((ofState, layer) =>
      outer(
        steps.map((_, u) => once(ops, stateBefore(layer, u)[0], inputs.recurrentMasks[layer])),
        ofState,
      ),
    ),
    upper: upper.map(({ masks }, k) => ({
      kernel: outer(
        hidden(k).map((state, u) => masked(ops, state, masks, u)),
        ofInputs[k + 1],
      ),
      bias: ops.sum(ops.sum(ops.stack(dInputs[k + 1], 0), 0), 0),
    })),
    first: carried.states ?? first,
    keys: ops.exactProduct(stepwise(dScores), tops, { transposeA: true }),
    values: ops.exactProduct(stepwise(steps.map(({ weights }) => weights)), stepwise(dContexts), {
      transposeA: true,
    }),
    combine: outer(
      steps.map(({ joined }) => joined),
      rows(dCombined),
    ),
  };
}
