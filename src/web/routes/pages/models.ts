/** `/models` and the pages below it. */
import type { Express } from 'express';
import type { RetrainingPages } from './showing.js';

export function addModelPages(app: Express, { show }: RetrainingPages): void {
  app.route('/models').get((_request, response) => {
    show(response, 'models', {});
  });
}
