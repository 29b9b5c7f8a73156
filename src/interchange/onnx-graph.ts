/** A graph of the Open Neural Network Exchange being built, node by node, and its file. */
import protobuf from 'protobufjs';
import { ATTRIBUTE_TYPES, DATA_TYPES, ONNX_SCHEMA } from './onnx-schema.js';
import type { DataType } from './onnx-schema.js';

/** The set of operators, and the file format that goes with it (ONNX 1.12). */
export const OPSET = 17;
const IR_VERSION = 8;

const ModelProto = protobuf.Root.fromJSON(ONNX_SCHEMA).lookupType('onnx.ModelProto');

/** A size that is known, or the name of one that a run decides. */
export type Dimension = number | string;

/** A tensor that goes into a graph or comes out of it. */
export interface GraphValue {
  name: string;
  type: DataType;
  shape: Dimension[];
}

export type Attribute = number | string | readonly number[];

interface Tensor {
  name: string;
  dims: number[];
  dataType: number;
  rawData: Uint8Array;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array =>
  new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);

function attributeMessage(name: string, value: Attribute): object {
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: ATTRIBUTE_TYPES.string };
  if (typeof value === 'number') return { name, i: value, type: ATTRIBUTE_TYPES.int };
  return { name, ints: value, type: ATTRIBUTE_TYPES.ints };
}

function valueMessage({ name, type, shape }: GraphValue): object {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPES[type], shape: { dim } } } };
}

/** Nodes are added in the order in which they run; each gives the names of its results. */
export class OnnxGraph {
  private readonly nodes: object[] = [];
  private readonly tensors = new Map<string, Tensor>();
  readonly inputs: GraphValue[] = [];
  readonly outputs: GraphValue[] = [];
  private made = 0;

  constructor(private readonly name: string) {}

  input(name: string, type: DataType, shape: Dimension[]): string {
    this.inputs.push({ name, type, shape });
    return name;
  }

  /** Names a value of the graph as a result. */
  output(name: string, type: DataType, shape: Dimension[], value: string): void {
    this.nodes.push({ opType: 'Identity', input: [value], output: [name], name: `to ${name}` });
    this.outputs.push({ name, type, shape });
  }

  /** A tensor of the file; the same name twice is the same tensor. */
  weights(name: string, dims: number[], values: Float32Array): string {
    this.tensors.set(name, { name, dims, dataType: DATA_TYPES.float32, rawData: bytesOf(values) });
    return name;
  }

  /** A vector of whole numbers, such as a shape or axes. */
  integers(values: readonly number[]): string {
    const name = `integers ${values.join(' ')}`;
    const rawData = bytesOf(BigInt64Array.from(values, BigInt));
    this.tensors.set(name, { name, dims: [values.length], dataType: DATA_TYPES.int64, rawData });
    return name;
  }

  /** A number without dimensions. */
  scalar(value: number, type: DataType): string {
    const name = `${type} ${value}`;
    const array = {
      float32: () => Float32Array.of(value),
      int32: () => Int32Array.of(value),
      int64: () => BigInt64Array.of(BigInt(value)),
    }[type]();
    this.tensors.set(name, { name, dims: [], dataType: DATA_TYPES[type], rawData: bytesOf(array) });
    return name;
  }

  /** Adds a node with one result. An empty name is an input that is left out. */
  node(opType: string, input: string[], attributes: Record<string, Attribute> = {}): string {
    return this.nodeOf(opType, input, 1, attributes)[0];
  }

  /** Adds a node with several results. */
  nodeOf(
    opType: string,
    input: string[],
    results: number,
    attributes: Record<string, Attribute> = {},
  ): string[] {
    const name = `${opType} ${++this.made}`;
    const output = Array.from({ length: results }, (_, k) => (k === 0 ? name : `${name}:${k}`));
    const attribute = Object.entries(attributes).map(([key, value]) => attributeMessage(key, value));
    this.nodes.push({ opType, name, input, output, attribute });
    return output;
  }

  /** The bytes of the `.onnx` file. */
  encode(metadata: Record<string, string> = {}): Uint8Array {
    return ModelProto.encode(
      ModelProto.create({
        irVersion: IR_VERSION,
        producerName: 'ieum',
        opsetImport: [{ domain: '', version: OPSET }],
        metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
        graph: {
          name: this.name,
          node: this.nodes,
          initializer: [...this.tensors.values()],
          input: this.inputs.map(valueMessage),
          output: this.outputs.map(valueMessage),
        },
      }),
    ).finish();
  }
}
