/** `/data` and the pages below it: the user's own pairs, from the upload to the export. */
import type { Express } from 'express';
import { setTable } from '../../../render/data/sets.js';
import { DATA_BYTES } from '../retraining/index.js';
import { addCorrectionsPage } from './corrections.js';
import { addDataSetPages } from './data-set.js';
import { addPreviewPage } from './preview.js';
import type { RetrainingPages } from './showing.js';

export function addDataPages(app: Express, pages: RetrainingPages): void {
  const { retraining, show } = pages;
  app.route('/data').get((_request, response) => {
    const sets = retraining.store.dataSets.list();
    show(response, 'data', {
      table: sets.length > 0 ? setTable(sets) : '',
      waiting: retraining.corrections.list().length,
      megabytes: Math.floor(DATA_BYTES / 1_000_000),
    });
  });
  addPreviewPage(app, pages);
  addCorrectionsPage(app, pages);
  // Last, since a data set goes by its number alone.
  addDataSetPages(app, pages);
}
