/** What can be asked about one sentence beyond its translation, and what is answered. Plain data: crosses threads and HTTP. */
import type { Language } from '../text/language.js';
import type { AttentionMode, Candidate, SentenceTranslation } from './translation.js';

/** One sentence and the model that is asked about it. */
export interface InspectionRequest {
  /** One source sentence; it is not cut further. */
  text: string;
  source: Language | 'auto';
  target?: Language;
  /** Name of the model; left out, it is the first one for the direction. */
  model?: string;
  /** Positions of source pieces whose states the attention may not look at. */
  forbiddenSource?: number[];
  /** `dot` where left out. */
  attention?: AttentionMode;
  /** False reads the sentence as it stands; true where left out. */
  protect?: boolean;
}

/** `POST /v1/step`: one decoder step of a target sequence that is given. */
export interface StepRequest extends InspectionRequest {
  /** Target pieces as an answer named them; those before `position` are read (teacher forcing). */
  pieces: string[];
  /** The step asked for, u, from 0 to `pieces.length`, which it is where left out. */
  position?: number;
  /** Candidates wanted; left out, ten. */
  candidates?: number;
}

/** The decoder step as Luong et al. (2015) write it, H the state size, T the source length. */
export interface StepDetail {
  position: number;
  /** The piece that the step reads, `<s>` at the first. */
  previous: string;
  /** The piece that was written, or null behind the last. */
  piece: string | null;
  /** Source pieces, `</s>` last, `[T]`. */
  sourcePieces: string[];
  /** h_t, the decoder's top state, `[H]`. */
  state: number[];
  /** Lengths of the source states, ‖h_s‖, `[T]`. */
  sourceNorms: number[];
  /** score(h_t, h_s) = h_t · h_s for each source state (eq. 8), also of those that are forbidden, `[T]`. */
  scores: number[];
  /** a_t = softmax of the scores (eq. 7), `[T]`. */
  weights: number[];
  /** c_t, the weighted mean of the source states, `[H]`. */
  context: number[];
  /** tanh(W_c [c_t; h_t]) (eq. 5), `[H]`. */
  attentional: number[];
  /** log Σ exp of the scores of the whole vocabulary: log p = logit − normaliser. */
  normaliser: number;
  /** The likeliest pieces of softmax(W_s · attentional) (eq. 6) with their scores before the softmax, best first. */
  candidates: ScoredCandidate[];
  /** The same of `piece`, with its place among all, 0 the likeliest. */
  written: (ScoredCandidate & { rank: number }) | null;
}

export interface ScoredCandidate extends Candidate {
  /** Score before the softmax over the vocabulary. */
  logit: number;
}

/** `POST /v1/continue`: the rest of the sentence, translated again. Answered with `SentenceTranslation`. */
export interface ContinueRequest extends InspectionRequest {
  /** Target pieces that the translation must begin with; may be empty. */
  prefix: string[];
  /** Text behind the prefix, cut into pieces by the model's tokenizer. */
  prefixText?: string;
  /** Divides the scores before the softmax; 1 where left out. */
  temperature?: number;
  beam?: number;
  nBest?: number;
  /** Likeliest pieces of each step to return; none where left out. */
  candidates?: number;
  /** Target words that may not be written. */
  banned?: string[];
  /** Target words that must be written. */
  required?: string[];
  /** Draws each piece by its probability. */
  sample?: boolean;
  /** Of the draws. */
  seed?: number;
}

/** `POST /v1/search`: the beam search of a sentence, step by step. */
export interface SearchRequest extends InspectionRequest {
  /** Target pieces that the translation must begin with. */
  prefix?: string[];
  beam?: number;
  nBest?: number;
  lengthPenalty?: number;
}

/** What became of a hypothesis in the step that made it. */
export type Fate = 'kept' | 'finished' | 'pruned';

/** A hypothesis as a node of the tree: its last piece, and the node that it continues. */
export interface SearchNode {
  /** Its place in `SearchTree.nodes`. */
  id: number;
  /** Null for the first pieces. */
  parent: number | null;
  /** Decoder step that made it, from 0. */
  step: number;
  piece: string;
  /** Of the piece given those before it. */
  probability: number;
  /** Of the whole hypothesis. */
  logProbability: number;
  /** Length-normalised log-probability. */
  score: number;
  /** Place among the step's continuations, 0 the likeliest. */
  rank: number;
  fate: Fate;
  /** The last step in which a hypothesis that begins with it stands in the beam, or is finished. */
  until: number;
}

export interface SearchTree {
  beam: number;
  lengthPenalty: number;
  sourcePieces: string[];
  nodes: SearchNode[];
  /** Last nodes of the n-best list, best first. */
  best: number[];
  translation: SentenceTranslation;
}
