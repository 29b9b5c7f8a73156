/** The tooltip at a word or cell: its weight, the probability of the step, the likeliest pieces there. */
import { tooltipHtml } from '../render/unit-detail.js';
import { fill } from './page.js';
import { contextOf } from './selection.js';
import type { PageState, Selection } from './state.js';

/** Pixels between the tooltip and what it is about, and between it and the window's edge. */
const GAP = 10;
const EDGE = 8;

const tooltip = document.createElement('div');
tooltip.className = 'tooltip';
tooltip.setAttribute('role', 'tooltip');
tooltip.id = 'tooltip';
tooltip.hidden = true;

/** Below a word, so that the line above stays readable; beside a cell, where there is room; within the window. */
function place(anchor: Element): void {
  const { width, height } = tooltip.getBoundingClientRect();
  const at = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const beside = anchor.matches('.cell') && at.right + GAP + width + EDGE <= clientWidth;
  const x = beside ? at.right + GAP : at.left + at.width / 2 - width / 2;
  const below = at.bottom + GAP + height + EDGE <= clientHeight;
  const y = beside ? at.top : below ? at.bottom + GAP : at.top - height - GAP;
  const left = Math.min(Math.max(EDGE, x), clientWidth - width - EDGE);
  tooltip.style.transform = `translate(${Math.round(left)}px, ${Math.round(Math.max(EDGE, y))}px)`;
}

/** The readout beside these words says all that the tooltip would. */
const HAS_READOUT = '.line .word';

/** Shows what there is to say at an element, or hides the tooltip where there is nothing. */
export function showTooltip(
  state: Readonly<PageState>,
  selection: Selection | null,
  anchor: Element | null,
): void {
  const context = selection && contextOf(state, selection.sentence);
  const html = context ? tooltipHtml(context, selection) : '';
  tooltip.hidden = html === '' || !anchor || anchor.matches(HAS_READOUT);
  if (tooltip.hidden || !anchor) return;
  if (!tooltip.isConnected) document.querySelector('main')?.append(tooltip);
  fill(tooltip, html);
  place(anchor);
}

export function hideTooltip(): void {
  tooltip.hidden = true;
}
