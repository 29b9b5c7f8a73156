/** The part of sentencepiece_model.proto (proto2) that Ieum reads and writes, as a protobufjs descriptor. */
import type { INamespace } from 'protobufjs';

/** Field names are in camel case here; numbers and types are those of the reference. */
export const MODEL_SCHEMA: INamespace = {
  nested: {
    sentencepiece: {
      nested: {
        SentencePiece: {
          fields: {
            piece: { type: 'string', id: 1 },
            score: { type: 'float', id: 2 },
            type: { type: 'int32', id: 3, options: { default: 1 } },
          },
        },
        TrainerSpec: {
          fields: {
            modelType: { type: 'int32', id: 3, options: { default: 1 } },
            vocabSize: { type: 'int32', id: 4 },
            characterCoverage: { type: 'float', id: 10 },
            maxSentencepieceLength: { type: 'int32', id: 20 },
            splitByUnicodeScript: { type: 'bool', id: 21 },
            splitByWhitespace: { type: 'bool', id: 22 },
            splitByNumber: { type: 'bool', id: 23 },
            byteFallback: { type: 'bool', id: 35 },
            unkId: { type: 'int32', id: 40 },
            bosId: { type: 'int32', id: 41 },
            eosId: { type: 'int32', id: 42 },
            padId: { type: 'int32', id: 43 },
            unkPiece: { type: 'string', id: 45 },
            bosPiece: { type: 'string', id: 46 },
            eosPiece: { type: 'string', id: 47 },
            padPiece: { type: 'string', id: 48 },
          },
        },
        NormalizerSpec: {
          fields: {
            name: { type: 'string', id: 1 },
            precompiledCharsmap: { type: 'bytes', id: 2 },
            addDummyPrefix: { type: 'bool', id: 3 },
            removeExtraWhitespaces: { type: 'bool', id: 4 },
            escapeWhitespaces: { type: 'bool', id: 5 },
          },
        },
        ModelProto: {
          fields: {
            pieces: { rule: 'repeated', type: 'SentencePiece', id: 1 },
            trainerSpec: { type: 'TrainerSpec', id: 2 },
            normalizerSpec: { type: 'NormalizerSpec', id: 3 },
          },
        },
      },
    },
  },
};
