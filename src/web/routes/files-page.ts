/** `/files`: the page that translates a file; without JavaScript it loads itself again until the file is done. */
import type { RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { fileRefusal, fileState } from '../../render/file-state.js';
import type { FileJob } from '../../serving/file-job.js';
import { fileFields } from '../api/files.js';
import { describeError } from '../describe-error.js';
import type { FileJobs } from '../file-jobs.js';
import type { WebLimits } from '../limits.js';
import { readRequest } from '../read-request.js';
import type { TranslationService } from '../service.js';
import { readUpload } from './files.js';

export interface FilesPageOptions {
  service: Pick<TranslationService, 'models'>;
  jobs: FileJobs;
  limits: WebLimits;
  log?: Pick<Logger, 'error'>;
}

function render(
  response: Response,
  { service, limits }: FilesPageOptions,
  { job = null, state = '' }: { job?: FileJob | null; state?: string },
): void {
  response.set('Cache-Control', 'no-store').render('files', {
    job,
    state,
    models: service.models(),
    megabytes: Math.floor(limits.fileBytes / 1_000_000),
  });
}

/** The empty form. */
export function filesPageRoute(options: FilesPageOptions): RequestHandler {
  return (_request, response) => {
    render(response, options, {});
  };
}

/** Takes a file from the form and leads to its own page; shows the form with one line where it cannot. */
export function sendFileRoute(options: FilesPageOptions): RequestHandler {
  const { jobs, limits, log } = options;
  return async (request, response) => {
    try {
      const file = await readUpload(request, limits);
      const fields = request.body as Record<string, unknown>;
      if (fields.target === '') delete fields.target;
      const { id } = jobs.start(file, readRequest(request, fileFields));
      response.redirect(303, `/files/${id}`);
    } catch (error) {
      if (response.destroyed) return;
      const { unexpected, ...failure } = describeError(error);
      if (unexpected) log?.error({ err: error, path: request.path }, 'unexpected error');
      if (failure.retryAfter !== undefined) response.set('Retry-After', String(failure.retryAfter));
      if (!request.complete) response.set('Connection', 'close');
      response.status(failure.status);
      render(response, options, { state: fileRefusal(failure) });
    }
  };
}

/** The form with how far a file is. */
export function fileJobPageRoute(options: FilesPageOptions): RequestHandler {
  return (request, response) => {
    const job = options.jobs.get(String(request.params.id));
    render(response, options, { job, state: fileState(job) });
  };
}
