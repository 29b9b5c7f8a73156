/** A decoder step with its real numbers, each next to the equation that it comes from. */
import type { Language } from '../text/language.js';
import { bar } from './bar.js';
import { EQUATIONS } from './equations.js';
import { percent } from './heatmap.js';
import { probabilityText } from './probability.js';
import { pieceHtml, pieceName } from './piece-name.js';
import { vectorStrip } from './vector-strip.js';
import { escapeXml } from './xml.js';

export interface DrawnStep {
  /** Counted from 0. */
  position: number;
  previous: string;
  piece: string | null;
  sourcePieces: string[];
  /** `[H]` */
  state: number[];
  /** `[T]` */
  scores: number[];
  weights: number[];
  /** `[H]` */
  context: number[];
  attentional: number[];
  candidates: { piece: string; probability: number; logit: number }[];
  /** log Σ exp of all logits, where it is known. */
  normaliser?: number;
}

/** Terms of the context that are written out. */
const TERMS = 4;

const named = (piece: string, language: Language): string =>
  `<span lang="${language}">${pieceHtml(piece)}</span>`;

function stage(heading: string, equation: string, content: string, note: string): string {
  return (
    `<li class="stage"><div class="stage-says"><h4>${heading}</h4>${equation}<p>${note}</p></div>` +
    `<div class="stage-shows">${content}</div></li>`
  );
}

function scoreTable({ sourcePieces, scores, weights }: DrawnStep, language: Language): string {
  const greatest = Math.max(...scores);
  const rows = sourcePieces.map((piece, s) => {
    const strong = weights[s] === Math.max(...weights) ? ' class="strong"' : '';
    return (
      `<tr${strong}><th scope="row">${named(piece, language)}</th><td>${scores[s].toFixed(2)}</td>` +
      `<td class="wide-only">${Math.exp(scores[s] - greatest).toFixed(3)}</td><td class="bar-cell">${bar(weights[s])}</td><td>${percent(weights[s])}</td></tr>`
    );
  });
  return (
    '<table class="step-table"><thead><tr><th scope="col">Source piece</th><th scope="col">Dot product</th>' +
    '<th scope="col" class="wide-only">exp(score − max)</th><th scope="col" colspan="2">Weight</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table>`
  );
}

function contextSum({ sourcePieces, weights }: DrawnStep, language: Language): string {
  const order = weights.map((weight, s) => ({ weight, s })).sort((one, other) => other.weight - one.weight);
  const terms = order
    .slice(0, TERMS)
    .map(({ weight, s }) => `${weight.toFixed(2)} · ${named(sourcePieces[s], language)}`);
  const rest = order.length > TERMS ? ' + …' : '';
  return `<p class="context-sum">${terms.join(' + ')}${rest}</p>`;
}

function candidateTable({ candidates, piece, normaliser }: DrawnStep, language: Language): string {
  const rows = candidates.map(({ piece: candidate, logit, probability }) => {
    const written = candidate === piece;
    const action = written
      ? '<span class="remark">written</span>'
      : `<button type="button" class="quiet" data-continue="${escapeXml(candidate)}" aria-label="continue with it: ${escapeXml(pieceName(candidate))}"><span class="wide-only">continue with it</span><span class="narrow-only" aria-hidden="true">→</span></button>`;
    return (
      `<tr${written ? ' class="strong"' : ''}><th scope="row">${named(candidate, language)}</th><td>${logit.toFixed(2)}</td>` +
      `<td class="bar-cell">${bar(probability)}</td><td>${probabilityText(probability)}</td><td>${action}</td></tr>`
    );
  });
  const note =
    normaliser === undefined ? '' : `<p class="remark">log Σ exp of all scores: ${normaliser.toFixed(2)}</p>`;
  return (
    '<table class="step-table"><thead><tr><th scope="col">Piece</th><th scope="col">Score</th>' +
    '<th scope="col" colspan="2">Probability</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table>${note}`
  );
}

/** The step from the state to the next piece, in the order in which it is computed. */
export function stepView(
  step: DrawnStep,
  { source, target }: { source: Language; target: Language },
): string {
  const written = step.piece === null ? 'the next piece' : `<b>${named(step.piece, target)}</b>`;
  const before =
    step.previous === '<s>' ? 'the beginning of the sentence' : `<b>${named(step.previous, target)}</b>`;
  return (
    `<h3 class="hidden">Step ${step.position + 1}</h3><ol class="stages">` +
    stage(
      'The decoder moves on',
      EQUATIONS.state,
      vectorStrip(step.state, 'The decoder’s state'),
      `It reads ${before} and comes to a new state.`,
    ) +
    stage(
      'It compares its state with each source state, and weighs them',
      EQUATIONS.score + EQUATIONS.weight,
      scoreTable(step, source),
      'The dot product is large where both point the same way; the softmax makes weights of it that sum to one.',
    ) +
    stage(
      'The context is their weighted mean',
      EQUATIONS.context,
      contextSum(step, source) + vectorStrip(step.context, 'The context'),
      'What the step takes from the source.',
    ) +
    stage(
      'Context and state become the attentional state',
      EQUATIONS.attentional,
      vectorStrip(step.attentional, 'The attentional state'),
      'One layer joins what was read and what was written.',
    ) +
    stage(
      'It predicts the next piece',
      EQUATIONS.output,
      candidateTable(step, target),
      `The ten likeliest pieces; the translation goes on with ${written}.`,
    ) +
    '</ol>'
  );
}
