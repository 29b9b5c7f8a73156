/** `/data/corrections`: better translations that users sent in, looked at one by one. */
import type { Express } from 'express';
import { CORRECTIONS } from '../../../datasets/corrections.js';
import { correctionCard, noCorrections } from '../../../render/data/corrections.js';
import type { RetrainingPages } from './showing.js';

/** Suggestions on the page; the next come when these were looked at. */
const SHOWN = 20;

export function addCorrectionsPage(app: Express, { retraining, show }: RetrainingPages): void {
  app.route('/data/corrections').get((request, response) => {
    const waiting = retraining.corrections.list();
    const sets = retraining.store.dataSets.list().map(({ name }) => name);
    const names = [CORRECTIONS, ...sets.filter((name) => name !== CORRECTIONS)];
    const { into } = request.query;
    const chosen = typeof into === 'string' && names.includes(into) ? into : CORRECTIONS;
    const back = '/data/corrections';
    const cards = waiting.slice(0, SHOWN).map((one) => correctionCard(one, { names, chosen, back }));
    show(response, 'corrections', {
      waiting: waiting.length,
      shown: cards.length,
      cards: cards.join(''),
      empty: noCorrections(),
    });
  });
}
