/** Probabilities in words and in steps of tint. */
import { scaleThreshold } from 'd3-scale';

/** Steps of certainty, 0 the least certain. */
const certainty = scaleThreshold().domain([0.2, 0.4, 0.6, 0.8]).range([0, 1, 2, 3, 4]);

/** The step of tint of a probability, 0 (doubtful) to 4 (sure). */
export const certaintyStep = (probability: number): number => certainty(probability);

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** 3·10⁻⁷, for what is too little for a percentage. */
function powerOfTen(probability: number): string {
  const [digits, exponent] = probability.toExponential(0).split('e');
  return `${digits}·10⁻${exponent.replace('-', '').replace(/\d/g, (digit) => RAISED[Number(digit)])}`;
}

/** A probability with the digits that say something: 34 %, 2.1 %, 3·10⁻⁷. */
export function probabilityText(probability: number): string {
  const percent = probability * 100;
  if (percent >= 99.95) return '100 %';
  if (percent >= 10) return `${Math.min(99, Math.round(percent))} %`;
  if (percent >= 0.095) return `${percent.toFixed(1)} %`;
  return percent > 0 ? powerOfTen(probability) : '0 %';
}
