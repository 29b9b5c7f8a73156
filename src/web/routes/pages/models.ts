/** `/models` and the pages below it. */
import type { Express, Request } from 'express';
import { PromotionRefused } from '../../../registry/refusal.js';
import { directionSection, noModels } from '../../../render/models/direction.js';
import { modelLink } from '../../../render/models/drawn-model.js';
import { promotionList } from '../../../render/models/promotion-list.js';
import { promoteRequest } from '../../api/retraining/registry.js';
import { drawnChanges, drawnDirections } from '../../models-view.js';
import { readChange } from '../../retraining-fields.js';
import { verdictOf } from '../../verdict-view.js';
import { compareRoute } from './compare.js';
import { modelRoute } from './model.js';
import type { RetrainingPages } from './showing.js';

const nameIn = (request: Request): string => String(request.params.name);

export function addModelPages(app: Express, pages: RetrainingPages): void {
  const { retraining, show } = pages;
  app.route('/models').get((request, response) => {
    const directions = drawnDirections(retraining);
    show(response, 'models', {
      verdict: verdictOf(request.query, directions, retraining),
      sections: directions.map(directionSection).join('') || noModels(),
      history: promotionList(drawnChanges(retraining)),
    });
  });
  app.route('/models/compare').get(compareRoute(pages));
  app.route('/models/:name').get(modelRoute(pages));
  // A promotion by a form, whose refusal is shown on the page with what can be done about it.
  app
    .route('/models/:name/promote')
    .get((request, response) => {
      response.redirect(303, modelLink(nameIn(request)));
    })
    .post(async (request, response) => {
      const name = nameIn(request);
      const result = await retraining.promoter
        .promote(name, readChange(request, response, promoteRequest))
        .then(() => 'promoted')
        .catch((error: unknown) => {
          if (error instanceof PromotionRefused) return 'refused';
          throw error;
        });
      response.redirect(303, `/models?${new URLSearchParams({ [result]: name }).toString()}`);
    });
}
