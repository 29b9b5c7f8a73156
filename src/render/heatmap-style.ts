/** The heatmap's style: one sheet for the standalone picture and for the page, which forbids inline styles. */
import { colourScale } from './colour-scale.js';
import type { Ground } from './colour-scale.js';

/** Faces with Hangul, the system's own first. */
export const FONT_STACK =
  "Pretendard, 'Apple SD Gothic Neo', 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', system-ui, sans-serif";

export interface HeatmapInk {
  paper: string;
  ink: string;
  muted: string;
  accent: string;
  /** Lines between words. */
  link: string;
}

/** Colours of everything but the cells. Text keeps a contrast of 4.5 or more on its paper. */
export const HEATMAP_INK: Record<Ground, HeatmapInk> = {
  light: { paper: '#ffffff', ink: '#1d2330', muted: '#596274', accent: '#b4431f', link: '#2f55b4' },
  dark: { paper: '#161a22', ink: '#e6e9f0', muted: '#a0a9ba', accent: '#ffa981', link: '#8fb0f7' },
};

function properties(ground: Ground): string {
  const inks = Object.entries(HEATMAP_INK[ground]).map(([name, colour]) => `--heatmap-${name}:${colour}`);
  const steps = colourScale(ground).map((colour, step) => `--heatmap-${step}:${colour}`);
  return [...inks, ...steps].join(';');
}

/**
 * CSS for every heatmap of a document: colours as custom properties for light and dark, and the row under the
 * pointer lit without any script. A renderer without custom properties keeps the presentation attributes.
 */
export function heatmapStyle(): string {
  const fills = colourScale('light').map((_, step) => `.heatmap .w${step}{fill:var(--heatmap-${step})}`);
  return [
    `.heatmap{${properties('light')}}`,
    `@media (prefers-color-scheme:dark){.heatmap{${properties('dark')}}}`,
    // A page may be set to one ground whatever the system says.
    ...(['light', 'dark'] as const).map((ground) => `[data-theme=${ground}] .heatmap{${properties(ground)}}`),
    `.heatmap text{font-family:${FONT_STACK};fill:var(--heatmap-ink)}`,
    '.heatmap .paper{fill:var(--heatmap-paper)}',
    '.heatmap .axis,.heatmap .tick{fill:var(--heatmap-muted)}',
    '.heatmap .link{stroke:var(--heatmap-link)}',
    ...fills,
    '.heatmap .row,.heatmap .cell,.heatmap .label{transition:opacity .12s}',
    '.heatmap:not(.live):has(.row:hover) .row:not(:hover){opacity:.3}',
    '.heatmap:not(.live) .row:hover .label{font-weight:700}',
    '.heatmap:not(.live) .cell:hover{stroke:var(--heatmap-accent);stroke-width:2}',
    '@media (prefers-reduced-motion:reduce){.heatmap *{transition:none!important}}',
  ].join('\n');
}
