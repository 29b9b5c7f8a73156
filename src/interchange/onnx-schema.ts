/** The part of onnx.proto (proto2) that Ieum writes and reads, as a protobufjs descriptor. */
import type { INamespace } from 'protobufjs';

const optional = (type: string, id: number): { type: string; id: number } => ({ type, id });
const repeated = (type: string, id: number): { rule: 'repeated'; type: string; id: number } => ({
  rule: 'repeated',
  type,
  id,
});

/** Field names are in camel case here; numbers and types are those of the reference. */
export const ONNX_SCHEMA: INamespace = {
  nested: {
    onnx: {
      nested: {
        ModelProto: {
          fields: {
            irVersion: optional('int64', 1),
            producerName: optional('string', 2),
            producerVersion: optional('string', 3),
            docString: optional('string', 6),
            graph: optional('GraphProto', 7),
            opsetImport: repeated('OperatorSetIdProto', 8),
            metadataProps: repeated('StringStringEntryProto', 14),
          },
        },
        OperatorSetIdProto: { fields: { domain: optional('string', 1), version: optional('int64', 2) } },
        StringStringEntryProto: { fields: { key: optional('string', 1), value: optional('string', 2) } },
        GraphProto: {
          fields: {
            node: repeated('NodeProto', 1),
            name: optional('string', 2),
            initializer: repeated('TensorProto', 5),
            input: repeated('ValueInfoProto', 11),
            output: repeated('ValueInfoProto', 12),
          },
        },
        NodeProto: {
          fields: {
            input: repeated('string', 1),
            output: repeated('string', 2),
            name: optional('string', 3),
            opType: optional('string', 4),
            attribute: repeated('AttributeProto', 5),
          },
        },
        AttributeProto: {
          fields: {
            name: optional('string', 1),
            f: optional('float', 2),
            i: optional('int64', 3),
            s: optional('bytes', 4),
            t: optional('TensorProto', 5),
            ints: repeated('int64', 8),
            strings: repeated('bytes', 9),
            type: optional('int32', 20),
          },
        },
        TensorProto: {
          fields: {
            dims: repeated('int64', 1),
            dataType: optional('int32', 2),
            name: optional('string', 8),
            rawData: optional('bytes', 9),
          },
        },
        ValueInfoProto: { fields: { name: optional('string', 1), type: optional('TypeProto', 2) } },
        TypeProto: { fields: { tensorType: optional('TensorType', 1) } },
        TensorType: {
          fields: { elemType: optional('int32', 1), shape: optional('TensorShapeProto', 2) },
        },
        TensorShapeProto: { fields: { dim: repeated('Dimension', 1) } },
        Dimension: { fields: { dimValue: optional('int64', 1), dimParam: optional('string', 2) } },
      },
    },
  },
};

/** `TensorProto.DataType` */
export const DATA_TYPES = { float32: 1, int32: 6, int64: 7 } as const;
export type DataType = keyof typeof DATA_TYPES;

/** `AttributeProto.AttributeType` */
export const ATTRIBUTE_TYPES = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;
