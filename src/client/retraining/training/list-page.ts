/** The list of trainings, live: rows change as events come, and keep what is ticked and where the focus is. */
import { inQueueOrder, isUnderWay, trainingItems } from '../../../render/training/item.js';
import type { ListedJob, ListedRun, TrainingItem } from '../../../render/training/item.js';
import { overList, queueList, scoresPart, trainingRow } from '../../../render/training/list.js';
import { progressPart, stateName } from '../../../render/training/state.js';
import type { TrainingEvent } from '../../../render/training/history.js';
import { ask } from '../../api.js';
import { announce, fill } from '../../page.js';
import { connectActs } from './acts.js';
import { pageData } from './page-data.js';
import { redraw, redrawPart } from './parts.js';
import { EventStream } from './stream.js';

/** Events that change more than a number. */
const TURNS = new Set(['state', 'began', 'ended', 'failed', 'registered']);
const REFRESH_MILLISECONDS = 200;
const MOST_COMPARED = 6;

const numberOr = <T>(value: unknown, otherwise: T): number | T =>
  typeof value === 'number' ? value : otherwise;

class ListPage {
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** What a row shows beside its numbers, by its item. */
  private readonly shapes = new Map<string, string>();

  constructor(private items: TrainingItem[]) {
    for (const item of items) this.shapes.set(item.key, this.shapeOf(item));
  }

  take(events: TrainingEvent[]): void {
    for (const event of events) this.takeNumbers(event);
    if (events.some(({ kind, run }) => TURNS.has(kind) || !this.items.some((item) => item.run === run))) {
      this.refreshSoon();
    }
    this.draw();
  }

  /** Asks for all of it anew, a moment later, since changes come in swarms. */
  refreshSoon(): void {
    this.timer ??= setTimeout(() => {
      this.timer = null;
      void this.refresh().catch(() => undefined);
    }, REFRESH_MILLISECONDS);
  }

  private async refresh(): Promise<void> {
    const [jobs, runs] = await Promise.all([ask('/v1/jobs', {}), ask('/v1/runs', {})]);
    const left = new Map(
      this.items.flatMap(({ run, secondsLeft }) =>
        run === null || secondsLeft === null ? [] : [[run, secondsLeft]],
      ),
    );
    const before = new Map(this.items.map((item) => [item.key, stateName(item)]));
    this.items = trainingItems(jobs as ListedJob[], runs as ListedRun[], left);
    const turned = this.items.filter((item) => before.get(item.key) !== stateName(item));
    if (turned.length > 0) announce(turned.map((item) => `${item.name}: ${stateName(item)}`).join(', '));
    this.draw();
  }

  private takeNumbers({ kind, run, data }: TrainingEvent): void {
    const item = this.items.find((one) => run !== null && one.run === run);
    if (!item) return;
    const fields = data as Record<string, unknown>;
    if (kind === 'training') {
      item.update = numberOr(fields.update, item.update);
      item.updates = numberOr(fields.updates, item.updates);
      item.secondsLeft = numberOr(fields.secondsLeft, null);
    } else if (kind === 'validation') {
      item.bleu = numberOr(fields.bleu, item.bleu);
      item.chrf = numberOr(fields.chrf, item.chrf);
    }
  }

  private draw(): void {
    const over = this.items.filter((item) => !isUnderWay(item));
    this.drawList('queue', inQueueOrder(this.items), () => queueList([]));
    this.drawList('over', over, () => overList([]));
    showChosen();
  }

  private shapeOf({
    update: _u,
    updates: _s,
    secondsLeft: _l,
    bleu: _b,
    chrf: _c,
    ...shape
  }: TrainingItem): string {
    return JSON.stringify(shape);
  }

  private drawList(name: string, items: TrainingItem[], nothing: () => string): void {
    const place = document.querySelector<HTMLElement>(`[data-list="${name}"]`);
    if (!place) return;
    if (items.length === 0) {
      redraw(place, nothing());
      return;
    }
    let list = place.querySelector<HTMLElement>('.training-list');
    if (!list) {
      redraw(place, '<ul class="training-list"></ul>');
      list = place.querySelector<HTMLElement>('.training-list');
    }
    if (!list) return;
    const rows = items.map((item) => this.rowOf(item));
    for (const old of [...list.children]) if (!rows.includes(old as HTMLElement)) old.remove();
    rows.forEach((row, rank) => {
      if (list.children[rank] !== row) list.insertBefore(row, list.children[rank] ?? null);
    });
  }

  /** The row of an item: the one that stands there, with its numbers as they are now, or another. */
  private rowOf(item: TrainingItem): HTMLElement {
    const found = document.querySelector<HTMLElement>(`[data-item="${item.key}"]`);
    const shape = this.shapeOf(item);
    if (found && this.shapes.get(item.key) === shape) {
      if (isUnderWay(item)) redrawPart('progress', progressPart(item), found);
      redrawPart('scores', scoresPart(item), found);
      return found;
    }
    this.shapes.set(item.key, shape);
    return freshRow(item, found);
  }
}

/** A row in place of another, with its tick and the focus. */
function freshRow(item: TrainingItem, before: HTMLElement | null): HTMLElement {
  const template = document.createElement('template');
  fill(template, trainingRow(item));
  const row = template.content.firstElementChild as HTMLElement;
  if (!before) return row;
  const ticked = before.querySelector<HTMLInputElement>('input:checked');
  const box = row.querySelector<HTMLInputElement>('input');
  if (ticked && box) box.checked = true;
  const hadFocus = before.contains(document.activeElement);
  before.replaceWith(row);
  // A button that is gone hands the focus to the name of its training.
  if (hadFocus) row.querySelector<HTMLElement>('h3 a')?.focus();
  return row;
}

/** Says how many are ticked, and whether they can be compared. */
function showChosen(): void {
  const count = document.querySelectorAll('input[name="runs"]:checked').length;
  const form = document.getElementById('compare');
  if (form) form.hidden = document.querySelectorAll('input[name="runs"]').length < 2;
  const button = document.querySelector<HTMLButtonElement>('#compare button');
  if (button) button.disabled = count < 2 || count > MOST_COMPARED;
  const line = document.querySelector('[data-chosen]');
  if (!line) return;
  line.textContent =
    count === 0
      ? 'Tick two or more to see their curves over each other.'
      : count > MOST_COMPARED
        ? `${count} ticked; at most ${MOST_COMPARED} can be told apart.`
        : `${count} ticked`;
}

export function showListPage(): void {
  const { items, last } = pageData() as { items: TrainingItem[]; last: number };
  const page = new ListPage(items);
  new EventStream('/v1/events', { after: last, take: (events) => page.take(events) });
  connectActs(() => page.refreshSoon());
  document.addEventListener('change', showChosen);
  showChosen();
}
