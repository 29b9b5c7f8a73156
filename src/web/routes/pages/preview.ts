/** `/data/previews/{preview}`: what cleaning would keep of an upload, before anything is stored. */
import type { Express } from 'express';
import type { Preview } from '../../../datasets/previews.js';
import { UserError } from '../../../foundation/errors.js';
import { baseTestLine, cleaningSummary, droppedLines, mendedLines } from '../../../render/data/cleaning.js';
import type { RetrainingPages } from './showing.js';

/** What a data set may be called: the file's name without its endings. */
const nameOf = (file: string): string =>
  file
    .split(' + ')[0]
    .replace(/\.gz$/i, '')
    .replace(/(?<=.)\.[^.]+$/, '')
    .slice(0, 80);

/** Most lines were dropped for what a wrong choice of columns leads to. */
function looksMisread({ report: { read, dropped } }: Preview): boolean {
  const misread = ['language', 'swapped', 'malformed', 'empty', 'wordless'] as const;
  return misread.reduce((sum, reason) => sum + dropped[reason].count, 0) > read / 2;
}

export function addPreviewPage(app: Express, { retraining, show }: RetrainingPages): void {
  const { previews, store } = retraining;
  app.route('/data/previews/:preview').get((request, response) => {
    let preview: Preview;
    try {
      preview = previews.read(request.params.preview);
    } catch (error) {
      if (!(error instanceof UserError) || error.status !== 404) throw error;
      show(response.status(404), 'preview-gone', {});
      return;
    }
    const { report } = preview;
    show(response, 'preview', {
      preview,
      name: nameOf(preview.name),
      sets: store.dataSets.list(),
      summary: cleaningSummary(report),
      baseTest: baseTestLine(report),
      dropped: droppedLines(report),
      mended: mendedLines(report),
      misread: looksMisread(preview),
    });
  });
}
