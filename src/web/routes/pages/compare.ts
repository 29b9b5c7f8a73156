/** `/models/compare`: two models on a test set. */
import type { RequestHandler } from 'express';
import { BASE_TEST } from '../../../registry/test-sets.js';
import { comparisonView, MOST_EXAMPLES } from '../../../render/models/comparison.js';
import type { DrawnComparison } from '../../../render/models/comparison.js';
import { failureNotice } from '../../../render/notice.js';
import { LANGUAGES, otherLanguage } from '../../../text/language.js';
import type { Language } from '../../../text/language.js';
import { describeError } from '../../describe-error.js';
import { drawnModels } from '../../models-view.js';
import { directionName } from '../../require-model.js';
import type { Retraining } from '../../retraining.js';
import { testsFor } from '../retraining/registry.js';
import { installedModel } from '../../told-models.js';
import { pageData } from './showing.js';
import type { RetrainingPages } from './showing.js';

/** Sentences of each side that a page begins with. */
const EXAMPLES = 15;

interface Asked {
  a: string;
  b: string;
  test: string;
  examples: number;
}

/** What the query asks for; what it leaves out is filled with what is likely meant. */
function readQuery(query: Record<string, unknown>, retraining: Retraining): { from: Language; asked: Asked } {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const models = drawnModels(retraining);
  const named =
    models.find(({ name }) => name === text('a')) ?? models.find(({ name }) => name === text('b'));
  const several = LANGUAGES.find((one) => models.filter(({ source }) => source === one).length > 1);
  const from = named?.source ?? LANGUAGES.find((one) => one === text('from')) ?? several ?? 'ko';
  const own = models.filter(({ source }) => source === from);
  const a = text('a') || (own.find(({ active }) => active)?.name ?? '');
  const b = text('b') || (own.find(({ name }) => name !== a)?.name ?? '');
  const number = Number(text('examples'));
  const examples = Number.isInteger(number) && number > 0 ? Math.min(number, MOST_EXAMPLES) : EXAMPLES;
  return { from, asked: { a, b, test: text('test') || BASE_TEST, examples } };
}

type Result =
  { kind: 'none' | 'under way' } | { kind: 'failed'; notice: string } | { kind: 'done'; view: string };

function view(comparison: DrawnComparison, from: Language, asked: Asked): string {
  return comparisonView(comparison, {
    ...{ source: from, target: otherLanguage(from) },
    linkTo: (examples) => `/models/compare?${queryOf({ ...asked, examples })}`,
  });
}

const queryOf = (asked: Asked): string =>
  new URLSearchParams({ ...asked, examples: String(asked.examples) }).toString();

async function result(retraining: Retraining, from: Language, asked: Asked): Promise<Result> {
  const { a, b, ...question } = asked;
  try {
    const models = [installedModel(retraining, a), installedModel(retraining, b)] as const;
    const comparison = await retraining.comparisons.peek({ models: [...models], ...question });
    return comparison ? { kind: 'done', view: view(comparison, from, asked) } : { kind: 'under way' };
  } catch (error) {
    return { kind: 'failed', notice: failureNotice(describeError(error), { retry: false, of: 'change' }) };
  }
}

export function compareRoute({ retraining, show }: RetrainingPages): RequestHandler {
  return async (request, response) => {
    const { from, asked } = readQuery(request.query, retraining);
    const isAsked = typeof request.query.a === 'string' && typeof request.query.b === 'string';
    const direction = { source: from, target: otherLanguage(from) };
    const models = drawnModels(retraining).filter(({ source }) => source === from);
    const tests = testsFor(retraining, direction);
    const isListed = tests.some(({ id }) => id === asked.test);
    const shown: Result = isAsked ? await result(retraining, from, asked) : { kind: 'none' };
    show(response, 'compare', {
      ...{ asked, from, names: models.map(({ name, active }) => ({ name, active })) },
      directions: LANGUAGES.map((source) => ({
        source,
        name: directionName({ source, target: otherLanguage(source) }),
      })),
      tests: isListed ? tests : [...tests, { id: asked.test, name: asked.test }],
      result: shown,
      data: pageData({ asked, direction, underWay: shown.kind === 'under way' }),
    });
  };
}
