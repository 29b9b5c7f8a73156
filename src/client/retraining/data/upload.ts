/** Sends a file of pairs: shows how much of it is there, and goes on to what cleaning makes of it. */
import { failureNotice } from '../../../render/notice.js';
import type { Failure } from '../../../render/notice.js';
import type { Preview } from '../../../web/api/retraining/data.js';
import { UNREACHABLE } from '../../api.js';
import { connectDropping } from '../../dropping.js';
import { closest, fill, part } from '../../page.js';
import { connectColumns } from './columns.js';

const state = (): HTMLElement => part('upload-state', HTMLElement);

/** Sides of a Moses pair by what stands in them, so that their names need not tell. */
async function sidesOf(files: File[]): Promise<{ ko: File; en: File } | null> {
  if (files.length !== 2) return null;
  const [first, second] = await Promise.all(
    files.map(async (file) => {
      if (/\.gz$/i.test(file.name)) return 0;
      const text = await file.slice(0, 1 << 16).text();
      return (text.match(/\p{Script=Hangul}/gu)?.length ?? 0) / Math.max(1, text.length);
    }),
  );
  if (first === second) return null;
  return first > second ? { ko: files[0], en: files[1] } : { ko: files[1], en: files[0] };
}

/** The fields of the upload; what was left empty stays out. */
async function bodyOf(form: HTMLFormElement, files: File[]): Promise<FormData> {
  const body = new FormData(form);
  body.delete('back');
  body.delete('file');
  const sides = await sidesOf(files);
  if (sides) {
    body.set('ko', sides.ko);
    body.set('en', sides.en);
  } else {
    for (const file of files) body.append('file', file);
  }
  return body;
}

function progressHtml(share: number | null): string {
  const line = share === null || share >= 1 ? 'Reading and cleaning' : `Sending, ${Math.floor(100 * share)} %`;
  const value = share === null || share >= 1 ? '' : ` value="${share}" max="1"`;
  return (
    `<div class="file-progress"><p>${line}</p><progress${value} aria-label="Progress of the file"></progress>` +
    '<p><button type="button" class="secondary" data-stop>Stop</button></p></div>'
  );
}

function failureOf(request: XMLHttpRequest): Failure {
  const body = request.response as { error?: string } | null;
  return { status: request.status, message: body?.error ?? 'The server refused, without a reason' };
}

/** Posts with progress, which `fetch` does not tell of. */
function post(body: FormData, onProgress: (share: number) => void): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open('POST', '/v1/data/previews');
  request.setRequestHeader('Accept', 'application/json');
  request.responseType = 'json';
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1));
  request.send(body);
  return request;
}

const refuse = (failure: Failure): void =>
  fill(state(), failureNotice(failure, { retry: false, of: 'change' }));

async function send(form: HTMLFormElement, files: File[]): Promise<XMLHttpRequest> {
  fill(state(), progressHtml(0));
  let shown = 0;
  const request = post(await bodyOf(form, files), (share) => {
    // The line is read aloud; not each byte is worth one.
    if (share < 1 && share - shown < 0.1) {
      state().querySelector('progress')?.setAttribute('value', String(share));
      return;
    }
    shown = share;
    const stop = state().querySelector('[data-stop]') === document.activeElement;
    fill(state(), progressHtml(share));
    if (stop) state().querySelector<HTMLElement>('[data-stop]')?.focus();
  });
  request.addEventListener('load', () => {
    if (request.status === 200) location.assign(`/data/previews/${(request.response as Preview).id}`);
    else refuse(failureOf(request));
  });
  request.addEventListener('error', () => refuse(UNREACHABLE));
  return request;
}

/** Joins the form for files to the server, where the page has one. */
export function connectUpload(): void {
  const form = document.getElementById('upload');
  if (!(form instanceof HTMLFormElement)) return;
  const input = part('file', HTMLInputElement);
  let underWay: XMLHttpRequest | null = null;
  connectDropping(form);
  connectColumns(form, input);
  input.addEventListener('change', () => fill(state(), ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    underWay?.abort();
    const files = [...(input.files ?? [])];
    if (files.length === 0) {
      refuse({ status: 400, message: 'Choose a file first, or drop one on the field above' });
      input.focus();
      return;
    }
    void send(form, files).then((request) => (underWay = request));
  });
  form.addEventListener('click', (event) => {
    if (!closest(event, '[data-stop]')) return;
    underWay?.abort();
    fill(state(), '');
    input.focus();
  });
}
