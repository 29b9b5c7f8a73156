/** A file on its way through the translator, as the page shows it. */
import { count } from './counted.js';
import { failureNotice } from './notice.js';
import type { Failure } from './notice.js';
import { escapeXml } from './xml.js';

export interface DrawnJob {
  name: string;
  state: 'waiting' | 'translating' | 'done' | 'failed';
  done: number;
  total: number;
  url?: string;
  error?: string;
}

function progressLine({ state, done, total }: DrawnJob): string {
  if (state === 'waiting') return 'Waiting for its turn';
  return total === 0 ? 'Reading the file' : `${count(done)} of ${count(total)} sentences`;
}

/**
 * The state of a file: a bar while it is translated, a link once it is done, a notice where it failed.
 * @param secondsLeft an estimate, where there is one
 */
export function fileState(job: DrawnJob, { secondsLeft }: { secondsLeft?: number } = {}): string {
  const name = escapeXml(job.name);
  if (job.state === 'failed') {
    return failureNotice(
      { status: 400, message: job.error ?? 'The file could not be translated' },
      { retry: false },
    );
  }
  if (job.state === 'done') {
    return (
      `<div class="file-done"><p class="notice-name">${name} is translated</p><p>${count(job.total)} sentences.</p>` +
      `<p><a class="primary file-link" href="${escapeXml(job.url ?? '')}" download>Save the translation</a></p></div>`
    );
  }
  const share = job.total > 0 ? ` value="${job.done}" max="${job.total}"` : '';
  const left =
    secondsLeft === undefined
      ? ''
      : `, about ${secondsLeft < 90 ? `${secondsLeft} s` : `${Math.round(secondsLeft / 60)} min`} left`;
  return (
    `<div class="file-progress"><p><b>${name}</b></p><progress${share} aria-label="Progress of ${name}"></progress>` +
    `<p class="remark">${progressLine(job)}${left}</p><p class="scripted-only"><button type="button" class="secondary" data-stop>Stop</button></p></div>`
  );
}

/** Why a file was not taken. */
export const fileRefusal = (failure: Failure): string => failureNotice(failure, { retry: false });
