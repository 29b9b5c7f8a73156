/** One sequential colour scale, even in perceived lightness, that runs from paper to ink on light and on dark. */

import { scaleQuantize } from 'd3-scale';

export type Ground = 'light' | 'dark';

/** Steps of the scale: one for each twentieth of the weight, both ends included. */
export const SCALE_STEPS = 21;

interface Lch {
  lightness: number;
  chroma: number;
  /** Degrees. */
  hue: number;
}

/** The ends of the scale in OKLCH: paper, where nothing is attended to, and ink, where everything is. */
const ENDS: Record<Ground, [Lch, Lch]> = {
  light: [
    { lightness: 0.965, chroma: 0.008, hue: 250 },
    { lightness: 0.33, chroma: 0.13, hue: 268 },
  ],
  dark: [
    { lightness: 0.275, chroma: 0.018, hue: 262 },
    { lightness: 0.93, chroma: 0.075, hue: 235 },
  ],
};

/** Linear light to the sRGB transfer curve, in two hexadecimal digits. */
function channel(linear: number): string {
  const clipped = Math.min(1, Math.max(0, linear));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}

/** OKLCH to `#rrggbb` (Ottosson 2020, https://bottosson.github.io/posts/oklab/). */
function oklchToHex({ lightness, chroma, hue }: Lch): string {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
  const green = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
  const blue = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
  return `#${channel(red)}${channel(green)}${channel(blue)}`;
}

/** Half a step beyond both ends, so that each weight falls to the step that is nearest. */
const HALF_STEP = 0.5 / (SCALE_STEPS - 1);
const nearestStep = scaleQuantize()
  .domain([-HALF_STEP, 1 + HALF_STEP])
  .range(Array.from({ length: SCALE_STEPS }, (_, step) => step));

/** The step of the scale for a weight in [0, 1]; what lies outside is taken to the nearest end. */
export function scaleStep(weight: number): number {
  return Number.isFinite(weight) ? nearestStep(weight) : 0;
}

/** The colours of the scale, lightest weight first, as `#rrggbb`: equal steps of OKLab lightness. */
export function colourScale(ground: Ground): string[] {
  const [paper, ink] = ENDS[ground];
  return Array.from({ length: SCALE_STEPS }, (_, step) => {
    const t = step / (SCALE_STEPS - 1);
    // Chroma rises fast and then stays, so that the middle of the scale is not grey.
    const strength = Math.sqrt(t);
    return oklchToHex({
      lightness: paper.lightness + (ink.lightness - paper.lightness) * t,
      chroma: paper.chroma + (ink.chroma - paper.chroma) * strength,
      hue: paper.hue + (ink.hue - paper.hue) * t,
    });
  });
}
