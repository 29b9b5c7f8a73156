/** How a page of retraining is shown: with what every page needs, and never kept by the browser. */
import type { Response } from 'express';
import type { Retraining } from '../../retraining.js';
import type { TranslationService } from '../../service.js';

/** Renders `views/retraining/{view}.ejs`. */
export type Show = (response: Response, view: string, locals: Record<string, unknown>) => void;

/** What the pages are made of. */
export interface RetrainingPages {
  retraining: Retraining;
  service: TranslationService;
  show: Show;
}

export function showWith(service: Pick<TranslationService, 'models'>): Show {
  return (response, view, locals) => {
    response
      .set('Cache-Control', 'no-store')
      .render(`retraining/${view}`, { models: service.models(), ...locals });
  };
}

/**
 * What a page hands to its script, inside `<script type="application/json">`.
 * @returns JSON that holds nothing which ends the element
 */
export const pageData = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');
