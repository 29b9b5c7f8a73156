/** Files: `/translate_file` and `/download_file` as LibreTranslate has them, and `/v1/files`, which tells how far it is. */
import type { RequestHandler } from 'express';
import { UserError } from '../../foundation/errors.js';
import { fileFields } from '../api/files.js';
import type { TranslateFileResponse } from '../api/libretranslate.js';
import type { FileJobs } from '../file-jobs.js';
import { leavingSignal } from '../leaving.js';
import type { WebLimits } from '../limits.js';
import { readMultipart } from '../multipart.js';
import type { UploadedFile } from '../multipart.js';
import { readRequest } from '../read-request.js';
import { readLanguages } from '../translate-request.js';

/** Reads an upload; its fields become the request's body. */
export async function readUpload(
  request: Parameters<RequestHandler>[0],
  { bodyBytes, fileBytes }: WebLimits,
): Promise<UploadedFile> {
  if (!request.is('multipart/form-data')) {
    throw new UserError('body: expected multipart/form-data with a file, got something else');
  }
  const { fields, file } = await readMultipart(request, { fieldBytes: bodyBytes, fileBytes });
  request.body = fields;
  if (!file) throw new UserError('Invalid request: missing file parameter');
  return file;
}

/** Answers when the file is translated. */
export function translateFileRoute(jobs: FileJobs, limits: WebLimits): RequestHandler {
  return async (request, response) => {
    const file = await readUpload(request, limits);
    const { id } = jobs.start(file, readLanguages(request.body as Record<string, unknown>));
    const { url = '' } = await jobs.finish(id, leavingSignal(response));
    const origin = `${request.protocol}://${request.get('host') ?? 'localhost'}`;
    const body: TranslateFileResponse = { translatedFileUrl: origin + url };
    response.json(body);
  };
}

/** Answers at once; the state is to be asked for. */
export function startFileRoute(jobs: FileJobs, limits: WebLimits): RequestHandler {
  return async (request, response) => {
    const file = await readUpload(request, limits);
    const job = jobs.start(file, readRequest(request, fileFields));
    response.status(202).location(`/v1/files/${job.id}`).json(job);
  };
}

const idOf = (request: Parameters<RequestHandler>[0]): string => String(request.params.id);

export function fileStateRoute(jobs: FileJobs): RequestHandler {
  return (request, response) => {
    response.set('Cache-Control', 'no-store').json(jobs.get(idOf(request)));
  };
}

export function cancelFileRoute(jobs: FileJobs): RequestHandler {
  return (request, response) => {
    jobs.cancel(idOf(request));
    response.status(204).end();
  };
}

/** The translated file, as something to be saved, never to be shown in the page's place. */
export function downloadRoute(jobs: FileJobs): RequestHandler {
  return (request, response) => {
    const { name, mediaType, bytes } = jobs.result(idOf(request));
    response
      .attachment(name)
      .set('Content-Type', mediaType)
      .set('Cache-Control', 'no-store')
      .set('Content-Security-Policy', 'sandbox')
      .send(Buffer.from(bytes));
  };
}
