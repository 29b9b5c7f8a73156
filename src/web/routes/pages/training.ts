/** `/training` and the pages below it. */
import type { Express } from 'express';
import type { RetrainingPages } from './showing.js';

export function addTrainingPages(app: Express, { show }: RetrainingPages): void {
  app.route('/training').get((_request, response) => {
    show(response, 'training', {});
  });
}
