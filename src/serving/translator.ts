/** One loaded model with its tokenizers: texts in, translations with their attention out, in this thread. */
import { UserError } from '../foundation/errors.js';
import { loadTextModel } from '../loading/text-model.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import { inferenceModel } from '../model/inference-step.js';
import type { InspectableModel, StepModel } from '../model/step-model.js';
import { DEFAULT_SEARCH } from '../search/search.js';
import type { SearchTree, StopSignal } from '../search/search.js';
import { normaliseText } from '../text/normalise.js';
import { splitSentences } from '../text/sentences.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { cutSource } from './parts.js';
import type { PartTranslation } from './parts.js';
import { checkRequest, directionOf, joinSentences, needsTranslation, unchangedSentence } from './passage.js';
import type { Direction } from './passage.js';
import { partOfReading, plainReading, readingOf } from './reading.js';
import type { Reading } from './reading.js';
import type { SearchSettings } from './search-settings.js';
import { searchParts } from './searching.js';
import type { Part } from './searching.js';
import type { AttentionMode, SentenceTranslation, Translation, TranslationRequest } from './translation.js';
import { joinReading } from './written-text.js';

export interface TranslateOptions {
  /** Beam width; 1 is greedy. */
  beam?: number;
  /** Hypotheses a sentence, at most the beam. */
  nBest?: number;
  /** How to search beside that. */
  search?: SearchSettings;
  /** Is handed the tree of each search: one a sentence, or one a part of a long sentence. */
  onTrace?: (source: string, tree: SearchTree) => void;
  /** Likeliest pieces of each step to return. */
  candidates?: number;
  /** As trained, or the same weight everywhere. */
  attention?: AttentionMode;
  /** Called after each batch with the number of different sentences translated so far. */
  onProgress?: (done: number, total: number) => void;
  signal?: StopSignal;
}

export interface TranslatorParts {
  model: StepModel & { dispose?(): void };
  name: string;
  direction: Direction;
  tokenizers: { source: Tokenizer; target: Tokenizer };
  card?: CheckpointCard | null;
  /** The same model where its steps can be looked into. */
  inspectable?: (InspectableModel & { dispose?(): void }) | null;
}

/** Most source pieces that are read at once; longer sources are cut into parts. */
export const MAX_SOURCE_PIECES = 160;

export class Translator {
  readonly name: string;
  readonly direction: Direction;
  readonly card: CheckpointCard | null;
  readonly inspectable: NonNullable<TranslatorParts['inspectable']> | null;
  readonly tokenizers: TranslatorParts['tokenizers'];
  readonly model: TranslatorParts['model'];

  constructor({ model, name, direction, tokenizers, card = null, inspectable = null }: TranslatorParts) {
    this.model = model;
    this.name = name;
    this.direction = direction;
    this.tokenizers = tokenizers;
    this.card = card;
    this.inspectable = inspectable;
  }

  /**
   * Starts the engine and loads a checkpoint folder with its tokenizers.
   * @throws UserError when the folder is missing, damaged or no checkpoint of Ieum's
   */
  static async load(folder: string): Promise<Translator> {
    const { model, ...others } = await loadTextModel(folder);
    return new Translator({ ...others, model: inferenceModel(model), inspectable: model });
  }

  /** Frees the model's tensors. */
  dispose(): void {
    this.model.dispose?.();
    this.inspectable?.dispose?.();
  }

  /**
   * Translates a text sentence by sentence.
   * @throws UserError when the request is out of bounds or asks for another direction than this model's
   */
  async translate(
    request: TranslationRequest,
    options: Pick<TranslateOptions, 'signal' | 'onProgress'> = {},
  ): Promise<Translation> {
    const { beam = DEFAULT_SEARCH.beam, nBest = 1 } = request;
    checkRequest({ ...request, beam, nBest });
    const wanted = directionOf(request);
    const { source, target } = this.direction;
    if (wanted.source !== source || wanted.target !== target) {
      throw new UserError(
        `model ${this.name}: expected a text to translate from ${source} to ${target}, got one from ` +
          `${wanted.source} to ${wanted.target}; choose another model`,
      );
    }
    const [translation] = await this.translateTexts([request.text], {
      ...options,
      beam,
      nBest,
      search: request.search,
    });
    return translation;
  }

  /** Translates texts of one or more sentences each, all in the model's direction, in common batches. */
  async translateTexts(texts: string[], options: TranslateOptions = {}): Promise<Translation[]> {
    const cut = texts.map(splitSentences);
    const translated = await this.translateCut(
      cut.map((sentences) => sentences.map(({ text }) => text)),
      options,
    );
    let next = 0;
    return cut.map((sentences) => {
      const own = sentences.map(({ separator }) => ({ ...translated[next++], separator }));
      return joinSentences(this.direction, this.name, own);
    });
  }

  /** Sentences of several texts; a prefix is what each text begins with, so that it is its first sentence's. */
  private async translateCut(texts: string[][], options: TranslateOptions): Promise<SentenceTranslation[]> {
    const { prefix, ...search } = options.search ?? {};
    if (prefix === undefined) return this.translateSentences(texts.flat(), options);
    const firsts = await this.translateSentences(
      texts.flatMap((sentences) => sentences.slice(0, 1)),
      options,
    );
    const others = await this.translateSentences(
      texts.flatMap((sentences) => sentences.slice(1)),
      { ...options, search },
    );
    return texts.flatMap(({ length }) =>
      length > 0 ? [...firsts.splice(0, 1), ...others.splice(0, length - 1)] : [],
    );
  }

  /**
   * Translates sentences, each as a whole: normalised, not cut at full stops. Equal ones are translated once.
   * @returns a translation for each source, in their order
   */
  async translateSentences(
    sources: string[],
    options: TranslateOptions = {},
  ): Promise<SentenceTranslation[]> {
    const normalised = sources.map(normaliseText);
    const distinct = [...new Set(normalised)].filter((source) => needsTranslation(source, this.direction));
    const translations = await this.translateDistinct(distinct, options);
    const of = new Map(distinct.map((source, i) => [source, translations[i]]));
    return normalised.map((source) => of.get(source) ?? unchangedSentence(source));
  }

  /** How the model reads a normalised sentence. */
  reading(source: string, protect = true): Reading {
    if (!protect) return plainReading(source);
    return readingOf(source, { direction: this.direction, tokenizers: this.tokenizers });
  }

  private async translateDistinct(
    sources: string[],
    { onProgress, ...options }: TranslateOptions,
  ): Promise<SentenceTranslation[]> {
    const readings = sources.map((source) => this.reading(source, options.search?.protect));
    const parts = readings.flatMap((reading, sentence) =>
      reading.translation === null ? this.partsOf(reading, sentence) : [],
    );
    const onDone = (done: number): void =>
      onProgress?.(Math.floor((done / parts.length) * sources.length), sources.length);
    const translated = await searchParts(this, parts, { ...options, onDone });
    const ofSentence = sources.map((): PartTranslation[] => []);
    parts.forEach(({ sentence }, index) => ofSentence[sentence].push(translated[index]));
    return readings.map((reading, sentence) => joinReading(reading, ofSentence[sentence]));
  }

  /** A reading in as many parts as the model needs. */
  private partsOf(reading: Reading, sentence: number): Part[] {
    const { source: tokenizer } = this.tokenizers;
    const ids = tokenizer.encode(reading.text);
    const cut = cutSource(ids, tokenizer.pieces(ids), MAX_SOURCE_PIECES);
    return cut.map((own, k) => {
      // The pieces of an unknown word no longer tell it, so that a whole sentence keeps its text.
      const text = cut.length === 1 ? reading.text : tokenizer.decode(own);
      const isFirstPart = k === 0;
      return { sentence, ids: own, text, isFirstPart, reading: partOfReading(reading, text) };
    });
  }
}
