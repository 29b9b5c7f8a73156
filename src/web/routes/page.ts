/** `GET /` and `POST /`: the form, and under it the translation with its heatmaps. Works without JavaScript. */
import type { RequestHandler } from 'express';
import type { ModelInfo, TranslationService } from '../service.js';
import { describeError } from '../describe-error.js';
import type { ErrorDescription } from '../describe-error.js';
import type { Direction } from '../../serving/passage.js';
import { leavingSignal } from '../leaving.js';
import { pageLink } from '../page-link.js';
import { directionName, hasModel } from '../require-model.js';
import { resultView } from '../result-view.js';
import type { ResultView } from '../result-view.js';
import { translateFields } from '../translate-fields.js';
import { SOURCE_CHOICES, UNITS, readChoice } from '../translation-fields.js';
import type { Fields, Limits, SourceChoice, Units } from '../translation-fields.js';

const DIRECTIONS: Direction[] = [
  { source: 'ko', target: 'en' },
  { source: 'en', target: 'ko' },
];

const EXAMPLES = [
  { lang: 'ko', text: '오늘은 날씨가 정말 좋네요.' },
  { lang: 'ko', text: '저는 어제 친구와 함께 영화를 봤어요.' },
  { lang: 'en', text: 'Where is the nearest subway station?' },
  { lang: 'en', text: 'I want to learn Korean because I like the food.' },
].map((example) => ({ ...example, link: pageLink(example.text, { source: 'auto' }) }));

interface PageState {
  text: string;
  source: SourceChoice;
  units: Units;
  result: ResultView | null;
  error: ErrorDescription | null;
}

/** The text as the form shows it again: what HTML cannot hold is left out. */
function echoed(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Control}/gu, '');
}

/** What a template needs besides the state: links, and which directions have a model. */
function locals(
  state: PageState,
  models: ModelInfo[],
  { maximumCharacters }: Limits,
): Record<string, unknown> {
  const { text, source } = state;
  return {
    ...state,
    maximumCharacters,
    examples: EXAMPLES,
    models,
    missing: DIRECTIONS.filter((direction) => !hasModel(models, direction)).map((direction) => ({
      ...direction,
      name: directionName(direction),
    })),
    links: {
      words: pageLink(text, { source, units: 'words' }),
      pieces: pageLink(text, { source, units: 'pieces' }),
    },
  };
}

/** Choices that the form keeps, also where one of them is the mistake. */
function keptChoices(fields: Fields): { source: SourceChoice; units: Units } {
  const source = SOURCE_CHOICES.find((choice) => choice === fields.source) ?? 'auto';
  const units = UNITS.find((choice) => choice === fields.units) ?? 'words';
  return { source, units };
}

/** Shows the empty form, a translation, or the form with one line that says what is wrong. */
export function pageRoute(service: TranslationService, limits: Limits): RequestHandler {
  return async (request, response) => {
    const fields = ((request.method === 'POST' ? request.body : request.query) ?? {}) as Fields;
    const signal = leavingSignal(response);
    const state: PageState = { text: echoed(fields.text), ...keptChoices(fields), result: null, error: null };
    if (request.method === 'POST' || fields.text !== undefined) {
      try {
        const units = readChoice(fields, 'units', UNITS, 'words');
        state.result = resultView(await translateFields(service, fields, { limits, signal }), units);
      } catch (error) {
        if (signal.aborted) return;
        state.error = describeError(error);
        response.status(state.error.status);
      }
    }
    response.render('page', locals(state, service.models(), limits));
  };
}
