/** The attention of the probe sentence, frame by frame: loaded beforehand, and laid so that nothing jumps. */
import { frameAddress, frameAt } from '../../../render/training/learning.js';

interface Frame {
  svg: SVGSVGElement;
  /** Corner of the grid of cells, side of a cell, and size of the picture, in its own pixels. */
  left: number;
  top: number;
  cell: number;
  width: number;
  height: number;
}

const numberOf = (element: Element | null, name: string): number => Number(element?.getAttribute(name) ?? 0);

/** What the picture brings for itself; the page has it already, and allows none within. */
const STYLE = /<style>[^<]*<\/style>/g;

/** A frame from the picture that the trainer wrote. */
function parseFrame(text: string): Frame | null {
  const parsed = new DOMParser().parseFromString(text.replace(STYLE, ''), 'image/svg+xml').documentElement;
  const svg = document.importNode(parsed, true);
  if (!(svg instanceof SVGSVGElement)) return null;
  for (const element of svg.querySelectorAll('script, .paper')) element.remove();
  const first = svg.querySelector('.cell[data-row="0"][data-column="0"]');
  return {
    svg,
    ...{ left: numberOf(first, 'x') - 1, top: numberOf(first, 'y') - 1, cell: numberOf(first, 'width') + 2 },
    ...{ width: numberOf(svg, 'width'), height: numberOf(svg, 'height') },
  };
}

/** Scale below which a frame is not shrunk. */
const SMALLEST = 0.8;

/** Loads of frames at once. */
const AT_ONCE = 2;

export class Film {
  private readonly frames = new Map<number, Frame>();
  private readonly asked = new Set<number>();
  private loading = 0;
  private run: number | null = null;
  private probes: number[] = [];
  private at: number | null = null;

  constructor(private readonly place: HTMLElement) {}

  /** Shows the frame of an update, or the latest; loads those that are new. */
  show(run: number | null, probes: number[], at: number | null): void {
    this.run = run;
    this.probes = probes;
    this.at = at;
    this.load();
    this.draw();
  }

  /** Forgets the frames after an update, which are drawn again. */
  forget(update: number): void {
    for (const frame of [...this.asked]) {
      if (frame <= update) continue;
      this.asked.delete(frame);
      this.frames.delete(frame);
    }
  }

  private load(): void {
    const { run } = this;
    if (run === null) return;
    // What is looked at comes first.
    const wanted = frameAt(this.probes, this.at);
    const order = [...(wanted === undefined ? [] : [wanted]), ...this.probes];
    for (const update of order) {
      if (this.loading >= AT_ONCE) return;
      if (this.asked.has(update)) continue;
      this.asked.add(update);
      this.loading += 1;
      void this.fetch(run, update).finally(() => {
        this.loading -= 1;
        this.load();
      });
    }
  }

  private async fetch(run: number, update: number): Promise<void> {
    try {
      const response = await fetch(frameAddress(run, update));
      const frame = response.ok ? parseFrame(await response.text()) : null;
      if (!frame || !this.asked.has(update)) return;
      this.frames.set(update, frame);
      this.fit();
      this.draw();
    } catch {
      // The server is away; the frame is asked for again with the next one that comes.
      this.asked.delete(update);
    }
  }

  /** Gives all frames one size, with the corners of their grids on one point and their cells of one size. */
  private fit(): void {
    const frames = [...this.frames.values()];
    const cell = Math.max(...frames.map((frame) => frame.cell));
    const scaled = frames.map((frame) => ({ ...frame, scale: cell / frame.cell }));
    const left = Math.max(...scaled.map((frame) => frame.left * frame.scale));
    const top = Math.max(...scaled.map((frame) => frame.top * frame.scale));
    const width = left + Math.max(...scaled.map((frame) => (frame.width - frame.left) * frame.scale));
    const height = top + Math.max(...scaled.map((frame) => (frame.height - frame.top) * frame.scale));
    for (const frame of scaled) {
      const { svg, scale } = frame;
      const box = [frame.left - left / scale, frame.top - top / scale, width / scale, height / scale];
      svg.setAttribute('viewBox', box.map((value) => value.toFixed(1)).join(' '));
      svg.setAttribute('width', width.toFixed(0));
      svg.setAttribute('height', height.toFixed(0));
      // Where the place is narrower than that, one scrolls: smaller letters could not be read.
      svg.style.minWidth = `${(SMALLEST * width).toFixed(0)}px`;
    }
  }

  private draw(): void {
    const update = frameAt(this.probes, this.at);
    const frame = update === undefined ? undefined : this.frames.get(update);
    if (!frame) return;
    let room = this.place.querySelector<HTMLElement>('[data-film]');
    if (!room) {
      room = document.createElement('div');
      room.className = 'film-room';
      room.dataset.film = '';
      this.place.replaceChildren(room);
    }
    room.tabIndex = 0;
    room.setAttribute('role', 'region');
    room.setAttribute('aria-label', 'Attention of the probe sentence');
    room.dataset.update = String(update);
    if (room.firstElementChild !== frame.svg) room.replaceChildren(frame.svg);
  }
}
