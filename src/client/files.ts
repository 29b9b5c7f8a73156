/** The page for files: sends one, shows how far it is, and leads to the translation. */
import { fileRefusal, fileState } from '../render/file-state.js';
import type { FileJob } from '../serving/file-job.js';
import { ask, failureFrom } from './api.js';
import { connectDropping } from './dropping.js';
import { switchGround } from './ground-switch.js';
import { closest, fill, part } from './page.js';

/** Milliseconds between two questions after a file. */
const INTERVAL = 500;

let underWay: AbortController | null = null;

const place = (): HTMLElement => part('file-state', HTMLElement);

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Seconds left, from how fast it went so far; nothing at the beginning. */
function secondsLeft({ done, total }: FileJob, started: number): number | undefined {
  const seconds = (Date.now() - started) / 1000;
  return done > 0 && seconds > 2 ? Math.ceil((seconds / done) * (total - done)) : undefined;
}

/** Asks after a file until it is done or has failed. */
async function follow(first: FileJob, signal: AbortSignal): Promise<void> {
  const started = Date.now();
  let job = first;
  while (job.state === 'waiting' || job.state === 'translating') {
    fill(place(), fileState(job, { secondsLeft: secondsLeft(job, started) }));
    await pause(INTERVAL);
    signal.throwIfAborted();
    job = (await ask(`/v1/files/${encodeURIComponent(job.id)}`, { signal })) as FileJob;
  }
  fill(place(), fileState(job));
  place().querySelector<HTMLElement>('a')?.focus();
}

async function send(form: HTMLFormElement): Promise<void> {
  underWay?.abort();
  const controller = new AbortController();
  const { signal } = controller;
  underWay = controller;
  const body = new FormData(form);
  if (body.get('target') === '') body.delete('target');
  let job: FileJob | null = null;
  try {
    const name = (body.get('file') as File).name;
    fill(place(), fileState({ name, state: 'translating', done: 0, total: 0 }));
    job = (await ask('/v1/files', { method: 'POST', body, signal })) as FileJob;
    await follow(job, signal);
  } catch (error) {
    const failure = failureFrom(error, signal);
    fill(place(), failure ? fileRefusal(failure) : '');
    // A file that nobody waits for is not translated on.
    if (!failure && job) void fetch(`/v1/files/${encodeURIComponent(job.id)}`, { method: 'DELETE' });
  }
}

const form = part('file-form', HTMLFormElement);
switchGround();
connectDropping(form);
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void send(form);
});
document.addEventListener('click', (event) => {
  if (closest(event, '[data-stop]')) underWay?.abort();
});
document.documentElement.dataset.ready = 'true';
