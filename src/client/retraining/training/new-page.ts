/** The form of a new training, live: what it takes is measured as it is filled in, and refusals stand by their field. */
import { estimateHint, estimatePart } from '../../../render/training/estimate.js';
import type { DrawnEstimate } from '../../../render/training/estimate.js';
import { fieldOfError, shortError } from '../../../render/training/field-error.js';
import { settingAt } from '../../../render/training/settings.js';
import { escapeXml } from '../../../render/xml.js';
import type { Failure } from '../../../render/notice.js';
import type { Job } from '../../../web/api/retraining/jobs.js';
import { ask, failureFrom } from '../../api.js';
import { fill, part } from '../../page.js';
import { pageData } from './page-data.js';

interface Preset {
  name: string;
  baseShare: number;
  settings: unknown;
}

interface PageData {
  presets: Preset[];
  directions: { value: string; models: { name: string }[] }[];
  busy: boolean;
}

/** After the last change, before anything is measured. */
const PAUSE_MILLISECONDS = 1200;

class NewPage {
  private readonly form = part('training-form', HTMLFormElement);
  private readonly base = part('base', HTMLSelectElement);
  private readonly estimate = part('estimate', HTMLElement);
  private underWay: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  /** Whether a preset, and a name, were chosen by hand. */
  private chosen = { preset: false, name: false };

  constructor(private readonly data: PageData) {
    const { form } = this;
    form.noValidate = true;
    form.addEventListener('input', (event) => this.changed(event.target as HTMLElement));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const { submitter } = event;
      if (submitter?.id === 'measure') this.measure();
      else void this.begin();
    });
    this.fitBases();
    this.fitPreset();
    this.measureSoon();
  }

  private value(name: string): string {
    const value = new FormData(this.form).get(name);
    return typeof value === 'string' ? value : '';
  }

  private changed(field: HTMLElement): void {
    const name = field.getAttribute('name') ?? '';
    if (name === 'name') this.chosen.name = true;
    if (name === 'preset') this.chosen.preset = true;
    if (name === 'direction') this.fitBases();
    if (name === 'direction' || name === 'base') this.followBase();
    if (name === 'data') this.proposeName(field as HTMLInputElement);
    if (name === 'preset' || name === 'base' || name === 'direction') this.fitPreset();
    this.clearError(name);
    this.measureSoon();
  }

  /** Only models of the direction can be begun with; the active one where another was chosen. */
  private fitBases(): void {
    const direction = this.value('direction');
    for (const group of this.base.querySelectorAll('optgroup')) {
      const fits = group.dataset.direction === direction;
      group.hidden = group.disabled = !fits;
    }
    const models = this.data.directions.find(({ value }) => value === direction)?.models ?? [];
    const { value } = this.base;
    if (value !== '' && !models.some(({ name }) => name === value)) this.base.value = models[0]?.name ?? '';
  }

  /** Without a model the preset is the one from scratch, unless another was chosen. */
  private followBase(): void {
    if (this.chosen.preset) return;
    const wanted = this.base.value === '' ? 'scratch' : 'fine-tune';
    const isScratch = this.value('preset') === 'scratch';
    if (isScratch === (wanted === 'scratch')) return;
    const radio = this.form.querySelector<HTMLInputElement>(`[name="preset"][value="${wanted}"]`);
    if (radio) radio.checked = true;
  }

  /** What stands in an empty field is what the preset has. */
  private fitPreset(): void {
    const preset = this.data.presets.find(({ name }) => name === this.value('preset'));
    if (!preset) return;
    part('baseShare', HTMLInputElement).placeholder = String(preset.baseShare);
    for (const field of this.form.querySelectorAll<HTMLElement>('[data-setting]')) {
      const value = settingAt(preset.settings, field.dataset.setting ?? '');
      if (field instanceof HTMLInputElement) field.placeholder = value;
      const option = field.querySelector('[data-preset]');
      if (option) option.textContent = `as preset: ${value}`;
    }
  }

  private proposeName({ checked, parentElement }: HTMLInputElement): void {
    if (!checked || this.chosen.name) return;
    const name = parentElement?.textContent
      .trim()
      .replace(/[^A-Za-z0-9_.-]+/g, '-')
      .replace(/^[^A-Za-z0-9]+|-+$/g, '')
      .slice(0, 40);
    if (name) part('name', HTMLInputElement).value = name;
  }

  /** The form's fields as it would send them itself. */
  private body(): URLSearchParams {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (name !== 'back' && typeof value === 'string') body.append(name, value);
    }
    return body;
  }

  private hasData(): boolean {
    return new FormData(this.form).has('data');
  }

  private measureSoon(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.underWay?.abort();
    this.timer = setTimeout(() => this.measure(), PAUSE_MILLISECONDS);
  }

  private measure(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.underWay?.abort();
    if (!this.hasData()) {
      fill(this.estimate, estimateHint('none'));
      return;
    }
    const controller = new AbortController();
    this.underWay = controller;
    void this.measureNow(controller.signal);
  }

  private async measureNow(signal: AbortSignal): Promise<void> {
    this.clearErrors();
    fill(this.estimate, estimateHint('measuring'));
    try {
      const made = await ask('/v1/jobs/estimate', { method: 'POST', body: this.body(), signal });
      fill(this.estimate, estimatePart(made as DrawnEstimate, { others: this.data.busy }));
    } catch (error) {
      const failure = failureFrom(error, signal);
      if (!failure) return;
      fill(this.estimate, estimateHint('none', 'It cannot be told yet.'));
      this.showError(failure);
    }
  }

  private async begin(): Promise<void> {
    if (!this.hasData()) {
      this.showError({ status: 400, message: 'data: choose at least one set to train on' }, { focus: true });
      return;
    }
    const button = part('begin', HTMLButtonElement);
    if (this.timer !== null) clearTimeout(this.timer);
    this.underWay?.abort();
    this.clearErrors();
    button.disabled = true;
    const { signal } = new AbortController();
    try {
      const { id } = (await ask('/v1/jobs', { method: 'POST', body: this.body(), signal })) as Job;
      location.assign(`/training/jobs/${id}`);
    } catch (error) {
      const failure = failureFrom(error, signal);
      if (failure) this.showError(failure, { focus: true });
      button.disabled = false;
    }
  }

  /** Puts a refusal by the field that it is about, or over the button where it is about none. */
  private showError({ message }: Failure, { focus = false } = {}): void {
    const places = [...this.form.querySelectorAll<HTMLElement>('[data-error]')];
    const field = fieldOfError(message, new Set(places.map(({ dataset }) => dataset.error ?? '')));
    const line = shortError(message);
    const place = places.find(({ dataset }) => dataset.error === field);
    if (!place || field === null) {
      fill(part('form-error', HTMLElement), `<p class="field-error" role="alert">${escapeXml(line)}</p>`);
      return;
    }
    place.textContent = line;
    place.hidden = false;
    const unfold = place.closest('details');
    if (unfold) unfold.open = true;
    const input = this.form.querySelector<HTMLElement>(`[name="${CSS.escape(field)}"]`);
    input?.setAttribute('aria-invalid', 'true');
    if (focus) input?.focus();
  }

  private clearError(name: string): void {
    const place = this.form.querySelector<HTMLElement>(`[data-error="${CSS.escape(name)}"]`);
    if (place) place.hidden = true;
    this.form.querySelector(`[name="${CSS.escape(name)}"]`)?.removeAttribute('aria-invalid');
  }

  private clearErrors(): void {
    fill(part('form-error', HTMLElement), '');
    for (const { dataset } of this.form.querySelectorAll<HTMLElement>('[data-error]')) {
      this.clearError(dataset.error ?? '');
    }
  }
}

export function showNewPage(): void {
  if (document.getElementById('training-form')) new NewPage(pageData() as PageData);
}
