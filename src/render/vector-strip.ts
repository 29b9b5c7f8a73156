/** A vector as a strip of colours, one a component: warm below zero, cold above. */
import { scaleLinear } from 'd3-scale';

const HEIGHT = 22;

/** Components stand side by side; more than `most` are shown as means of neighbours. */
function columnsOf(vector: number[], most: number): number[] {
  const size = Math.max(1, Math.ceil(vector.length / most));
  return Array.from({ length: Math.ceil(vector.length / size) }, (_, index) => {
    const part = vector.slice(index * size, (index + 1) * size);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

/**
 * A strip as wide as the place that it stands in.
 * @param name said to those who cannot see it, with the vector's range
 */
export function vectorStrip(vector: number[], name: string, most = 256): string {
  const columns = columnsOf(vector, most);
  const largest = Math.max(...vector.map(Math.abs), Number.MIN_VALUE);
  const strength = scaleLinear([0, largest], [0.04, 1]).clamp(true);
  const bars = columns.map(
    (value, index) =>
      `<rect class="${value < 0 ? 'negative' : 'positive'}" x="${index}" width="1.02" height="${HEIGHT}" fill-opacity="${strength(Math.abs(value)).toFixed(2)}"/>`,
  );
  const [lowest, highest] = [Math.min(...vector), Math.max(...vector)].map((value) => value.toFixed(2));
  return (
    `<svg class="strip" viewBox="0 0 ${columns.length} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${name}, ${vector.length} numbers from ${lowest} to ${highest}">${bars.join('')}</svg>` +
    `<p class="strip-range"><span>${vector.length} numbers</span><span>${lowest} to ${highest}</span></p>`
  );
}
