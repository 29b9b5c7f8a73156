/** Types of sentencepiece-js 1.1.0, which ships none; only what Ieum calls. */
declare module 'sentencepiece-js' {
  export class SentencePieceProcessor {
    /** Reads a model file. A file that is no model is not reported: nothing can be encoded then. */
    load(path: string): Promise<void>;
    encodeIds(text: string): number[];
    encodePieces(text: string): string[];
    decodeIds(ids: number[]): string;
  }
}
