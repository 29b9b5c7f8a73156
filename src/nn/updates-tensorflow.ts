/** Updates by TensorFlow's own training operations, on variables of its own, with all threads. */
import { tidy } from '@tensorflow/tfjs-core';
import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { boolean, dimensions, string, tensorFlow, type } from './tensorflow-addon.js';
import type { Attribute, OutputMetadata } from './tensorflow-addon.js';
import type { Updates } from './updates.js';

/** A variable of TensorFlow by the number of its handle. */
interface Resource {
  handle: number;
  shape: number[];
}

let resources = 0;

export function tensorFlowUpdates(): Updates<Resource> {
  const { backend, binding } = tensorFlow();
  const numbers = type('T', binding.TF_FLOAT);
  const contents = type('dtype', binding.TF_FLOAT);
  const unlocked = boolean('use_locking', false);

  /** Runs an operation and frees the inputs that were made for it alone. */
  function apply(name: string, attributes: Attribute[], inputs: number[], own: number[]): void {
    binding.executeOp(name, attributes, inputs, 0);
    for (const id of own) binding.deleteTensor(id);
  }
  const scalars = (...values: number[]): number[] =>
    values.map((value) => binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value)));
  const idOf = (tensor: Tensor): number => backend.getInputTensorIds([tensor])[0];
  const contentsOf = ({ handle }: Resource): OutputMetadata =>
    binding.executeOp('ReadVariableOp', [contents], [handle], 1)[0];

  /** The gradient times a factor, and what of it is to be freed. */
  function scaled(gradient: Tensor, scale: number): { id: number; own: number[] } {
    if (scale === 1) return { id: idOf(gradient), own: [] };
    const [factor] = scalars(scale);
    const { id } = binding.executeOp('Mul', [numbers], [idOf(gradient), factor], 1)[0];
    binding.deleteTensor(factor);
    return { id, own: [id] };
  }

  function assign({ handle, shape }: Resource, values: Float32Array): void {
    const id = binding.createTensor(shape, binding.TF_FLOAT, values);
    apply('AssignVariableOp', [contents], [handle, id], [id]);
  }

  /** values ← values − rate · difference. */
  function subtract({ handle }: Resource, difference: number, rate: number): void {
    const [alpha] = scalars(rate);
    apply('ResourceApplyGradientDescent', [numbers, unlocked], [handle, alpha, difference], [alpha]);
  }

  return {
    hold(values, shape) {
      resources += 1;
      const attributes = [
        contents,
        dimensions('shape', shape),
        string('container', ''),
        string('shared_name', `ieum-${resources}`),
      ];
      const resource = { handle: binding.executeOp('VarHandleOp', attributes, [], 1)[0].id, shape };
      assign(resource, values);
      return resource;
    },
    read(resource) {
      const { id } = contentsOf(resource);
      const values = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      return values;
    },
    write: assign,
    show(resource, variable) {
      tidy(() => variable.assign(backend.createOutputTensor(contentsOf(resource))));
    },
    withdraw(variable: Variable) {
      // A buffer that a tensor reads too would be copied before it is changed.
      const tensor = backend.tensorMap.get(variable.dataId);
      if (tensor.id >= 0) binding.deleteTensor(tensor.id);
      tensor.id = -1;
    },
    free({ handle }) {
      apply('DestroyResourceOp', [boolean('ignore_lookup_error', true)], [handle], [handle]);
    },

    squaredNorm(gradient) {
      const { id } = binding.executeOp('L2Loss', [numbers], [idOf(gradient)], 1)[0];
      const [half] = binding.tensorDataSync(id);
      binding.deleteTensor(id);
      return 2 * half;
    },

    adam(values, { first, second }, gradient, { rate, beta1, beta2, epsilon, kept, scale }) {
      if (kept !== 1) {
        const { id } = contentsOf(values);
        const [share] = scalars(1 - kept);
        const lost = binding.executeOp('Mul', [numbers], [id, share], 1)[0].id;
        for (const read of [id, share]) binding.deleteTensor(read);
        subtract(values, lost, 1);
        binding.deleteTensor(lost);
      }
      const { id, own } = scaled(gradient, scale);
      // The corrections of the moments' bias stand in rate and epsilon, so the powers of β that it asks for are 0.
      const parameters = scalars(0, 0, rate, beta1, beta2, epsilon);
      apply(
        'ResourceApplyAdam',
        [numbers, unlocked, boolean('use_nesterov', false)],
        [values.handle, first.handle, second.handle, ...parameters, id],
        [...parameters, ...own],
      );
    },

    momentum(values, velocity, gradient, { rate, momentum, nesterov, scale }) {
      const { id, own } = scaled(gradient, scale);
      const [learningRate, share] = scalars(rate, momentum);
      apply(
        'ResourceApplyMomentum',
        [numbers, unlocked, boolean('use_nesterov', nesterov)],
        [values.handle, velocity.handle, learningRate, id, share],
        [learningRate, share, ...own],
      );
    },

    descend(values, gradient, rate) {
      subtract(values, idOf(gradient), rate);
    },

    approach(average, values, share) {
      const reads = [contentsOf(average).id, contentsOf(values).id];
      const { id } = binding.executeOp('Sub', [numbers], reads, 1)[0];
      for (const read of reads) binding.deleteTensor(read);
      subtract(average, id, share);
      binding.deleteTensor(id);
    },
  };
}
