/** `/v1/corrections`: suggestions of better translations, looked at by someone. */
import type { Express } from 'express';
import { approveRequest } from '../../api/retraining/data.js';
import type { Retraining } from '../../retraining.js';
import { answerChange, numberIn, readChange } from '../../retraining-fields.js';

export function addCorrectionRoutes(app: Express, { corrections }: Retraining): void {
  app.route('/v1/corrections').get((_request, response) => {
    response.json(corrections.list());
  });
  app.route('/v1/corrections/:id/approve').post((request, response) => {
    const approval = readChange(request, response, approveRequest);
    answerChange(request, response, corrections.approve(numberIn(request, 'id'), approval));
  });
  app.route('/v1/corrections/:id/reject').post((request, response) => {
    const id = numberIn(request, 'id');
    corrections.reject(id);
    answerChange(request, response, { rejected: id });
  });
}
