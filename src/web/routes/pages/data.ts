/** `/data` and the pages below it. */
import type { Express } from 'express';
import type { RetrainingPages } from './showing.js';

export function addDataPages(app: Express, { show }: RetrainingPages): void {
  app.route('/data').get((_request, response) => {
    show(response, 'data', {});
  });
}
