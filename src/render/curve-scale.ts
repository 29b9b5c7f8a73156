/** The scales of a picture of curves: domains that end at round numbers, and ticks that are easy to read. */
import { scaleLinear, scaleLog } from 'd3-scale';

export interface Axis {
  /** Where a value stands, in pixels. */
  at: (value: number) => number;
  /** The value that stands at a pixel. */
  value: (pixel: number) => number;
  ticks: { value: number; text: string }[];
}

export interface AxisOptions {
  domain: [number, number];
  range: [number, number];
  /** About so many ticks. */
  ticks: number;
  /** Whether the domain is widened to round numbers. */
  nice?: boolean;
  logarithmic?: boolean;
  /** Whether only whole numbers stand at it. */
  whole?: boolean;
}

/** A domain of one value has no width to draw in. */
function widened([low, high]: [number, number]): [number, number] {
  if (high > low) return [low, high];
  const room = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - room, low + room];
}

/** `2,000`, `0.35`, `0.0004`, `1.2e-6` */
export function shortNumber(value: number): string {
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-5) return value.toExponential(1).replace('.0e', 'e');
  return value.toLocaleString('en', { maximumSignificantDigits: size >= 1000 ? 5 : 3 });
}

const MANTISSAS = [1, 2, 5];

/** 1, 2, 5, 10, 20, … within a domain; only powers of ten where those would be too many. */
function logarithmicTicks([low, high]: [number, number], most: number): number[] {
  const powers: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) powers.push(power);
  const within = (ticks: number[]): number[] => ticks.filter((tick) => tick >= low && tick <= high);
  const fine = within(powers.flatMap((power) => MANTISSAS.map((mantissa) => mantissa * 10 ** power)));
  const tens = within(powers.map((power) => 10 ** power));
  return fine.length > most && tens.length > 1 ? tens : fine;
}

function logarithmicAxis({ domain, range, ticks }: AxisOptions): Axis {
  const [low, high] = domain.map((value) => Math.max(value, Number.MIN_VALUE));
  // Room on both sides, so that a first or a last tick is in sight.
  const widest: [number, number] = high > low ? [low / 1.15, high * 1.15] : [low / 2, high * 2];
  const scale = scaleLog().domain(widest).range(range);
  return {
    at: (value) => scale(Math.max(value, Number.MIN_VALUE)),
    value: (pixel) => scale.invert(pixel),
    ticks: logarithmicTicks(widest, 2 * ticks).map((value) => ({ value, text: shortNumber(value) })),
  };
}

export function axis(options: AxisOptions): Axis {
  const { domain, range, ticks, nice = false, logarithmic = false, whole = false } = options;
  if (logarithmic && domain[0] > 0) return logarithmicAxis(options);
  const scale = scaleLinear().domain(widened(domain)).range(range);
  if (nice) scale.nice(ticks);
  const values = scale.ticks(ticks).filter((value) => !whole || Number.isInteger(value));
  const text = scale.tickFormat(ticks);
  const [low, high] = scale.domain();
  const isTiny = Math.max(Math.abs(low), Math.abs(high)) < 1e-3;
  return {
    at: (value) => scale(value),
    value: (pixel) => scale.invert(pixel),
    ticks: values.map((value) => ({ value, text: isTiny ? shortNumber(value) : text(value) })),
  };
}
