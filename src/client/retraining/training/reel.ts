/** Moves through the validations of a training: its sample translations, and the film of where it looked. */
import type { TrainingHistory } from '../../../render/training/history.js';
import { samplesAt, validationLine } from '../../../render/training/samples.js';
import type { SampleLanguages } from '../../../render/training/samples.js';
import { part } from '../../page.js';
import { Film } from './film.js';
import { redraw } from './parts.js';

/** From one validation to the next, and where less motion is wanted. */
const FRAME_MILLISECONDS = 600;
const CALM_MILLISECONDS = 1500;

const element = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);

export class Reel {
  private readonly slider = part('reel', HTMLInputElement);
  private readonly film: Film | null;
  /** The validation that is looked at; null for the latest, whichever that is. */
  private place: number | null = null;
  private timer: ReturnType<typeof setInterval> | null = null;

  constructor(
    private readonly history: TrainingHistory,
    private readonly languages: SampleLanguages,
  ) {
    const room = element('[data-film-place]');
    this.film = room && new Film(room);
    this.slider.addEventListener('input', () => {
      this.pause();
      this.moveTo(Number(this.slider.value));
    });
    element('[data-play]')?.addEventListener('click', () => {
      if (this.timer === null) this.play();
      else this.pause();
    });
    this.draw();
  }

  /** Draws what is looked at, from what is known now. */
  draw(): void {
    const { history, slider } = this;
    const { validations, probes, run } = history;
    const last = Math.max(0, validations.length - 1);
    const place = Math.min(this.place ?? last, last);
    const reel = element('[data-reel]');
    if (reel) reel.hidden = validations.length < 2;
    slider.max = String(last);
    slider.value = String(place);
    const now = validations[place];
    const line = now ? validationLine(now) : '';
    slider.setAttribute('aria-valuetext', line);
    const shown = element('[data-reel-line]');
    if (shown) shown.textContent = line;
    const samples = element('[data-samples]');
    if (samples) redraw(samples, samplesAt(history, place, this.languages));
    this.film?.show(run, probes, this.place === null ? null : (now?.update ?? null));
  }

  /** Forgets what came after an update, which is done again. */
  goBack(update: number): void {
    this.film?.forget(update);
    this.place = null;
    this.pause();
  }

  private moveTo(place: number): void {
    const last = this.history.validations.length - 1;
    this.place = place >= last ? null : place;
    this.draw();
  }

  private play(): void {
    const last = (): number => this.history.validations.length - 1;
    if (last() < 1) return;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    // From where one stands, or from the beginning where that is the end.
    this.moveTo(this.place ?? 0);
    const step = (): void => {
      const next = (this.place ?? last()) + 1;
      this.moveTo(next);
      if (next >= last()) this.pause();
    };
    this.timer = setInterval(step, calm ? CALM_MILLISECONDS : FRAME_MILLISECONDS);
    this.showPlaying(true);
  }

  private pause(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
    this.showPlaying(false);
  }

  private showPlaying(playing: boolean): void {
    const button = element('[data-play]');
    button?.setAttribute('aria-pressed', String(playing));
    button?.setAttribute('aria-label', playing ? 'Pause' : 'Play from noise to now');
  }
}
