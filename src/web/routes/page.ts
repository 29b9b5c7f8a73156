/** `GET /` and `POST /`: the form, and under it the translation with its heatmaps. Works without JavaScript. */
import type { RequestHandler } from 'express';
import type { Logger } from 'pino';
import { exampleList, failureNotice, missingNotice } from '../../render/notice.js';
import type { MissingDirection } from '../../render/notice.js';
import type { ShownFields } from '../../render/looking-inside.js';
import { pageLink, parsePicks } from '../../render/page-link.js';
import type { Units } from '../../render/grid.js';
import { directionOf } from '../../serving/passage.js';
import type { Direction } from '../../serving/passage.js';
import type { Translation, TranslationRequest } from '../../serving/translation.js';
import { describeError } from '../describe-error.js';
import type { ErrorDescription } from '../describe-error.js';
import { workSignal } from '../leaving.js';
import { directionName, hasModel, requireModel } from '../require-model.js';
import { resultView } from '../result-view.js';
import type { ResultView } from '../result-view.js';
import type { TranslationService } from '../service.js';
import type { TrainingNews } from '../training-news.js';
import { SOURCE_CHOICES, UNITS, checkText, readChoice, readText } from '../translation-fields.js';
import type { Fields, Limits } from '../translation-fields.js';

const DIRECTIONS: Direction[] = [
  { source: 'ko', target: 'en' },
  { source: 'en', target: 'ko' },
];

/** Hypotheses of a sentence that the page offers, and next pieces that it tells at each step. */
const ALTERNATIVES = 5;
const CANDIDATES = 5;

const EXAMPLES = [
  { lang: 'ko', text: '오늘은 날씨가 정말 좋네요.' },
  { lang: 'ko', text: '저는 어제 친구와 함께 영화를 봤어요.' },
  { lang: 'en', text: 'Where is the nearest subway station?' },
  { lang: 'en', text: 'I want to learn Korean because I like the food.' },
].map((example) => ({ ...example, link: pageLink({ text: example.text }) ?? '/' }));

export interface PageOptions {
  /** Runs under way, where the server knows of any. */
  trainings?: () => TrainingNews[];
  /** Takes what is no mistake of the user's. */
  log?: Pick<Logger, 'error'>;
}

interface PageState {
  fields: ShownFields;
  translation: Translation | null;
  error: ErrorDescription | null;
}

/** The text as the form shows it again: what HTML cannot hold is left out. */
function echoed(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value.replace(/[\p{Surrogate}\p{Noncharacter_Code_Point}]|(?![\t\n\r])\p{Control}/gu, '');
}

/** Choices that the form keeps, also where one of them is the mistake. */
function keptFields(fields: Fields): ShownFields {
  const source = SOURCE_CHOICES.find((choice) => choice === fields.source) ?? 'auto';
  const units: Units = UNITS.find((choice) => choice === fields.units) ?? 'words';
  const model = typeof fields.model === 'string' && fields.model !== '' ? fields.model : undefined;
  return { text: echoed(fields.text), source, units, model, picks: parsePicks(fields.pick) };
}

/** Directions that nothing can translate yet, with the runs that will change it. */
function missingDirections(service: TranslationService, { trainings }: PageOptions): MissingDirection[] {
  const models = service.models();
  const missing = DIRECTIONS.filter((direction) => !hasModel(models, direction));
  const news = missing.length > 0 ? (trainings?.() ?? []) : [];
  return missing.map((direction) => {
    const training = news.find(
      ({ source, target }) => source === direction.source && target === direction.target,
    );
    return { ...direction, name: directionName(direction), training: training ?? null };
  });
}

/** Translates what the form says, with the alternatives that the page offers. */
function translate(
  service: TranslationService,
  fields: Fields,
  { limits, signal }: { limits: Limits; signal: AbortSignal },
): Promise<Translation> {
  const text = readText(fields, 'text');
  const source = readChoice(fields, 'source', SOURCE_CHOICES, 'auto');
  readChoice(fields, 'units', UNITS, 'words');
  const model = readText(fields, 'model');
  checkText(text, limits);
  const request: TranslationRequest = {
    text,
    source,
    beam: ALTERNATIVES,
    nBest: ALTERNATIVES,
    candidates: CANDIDATES,
  };
  if (model !== '') request.model = model;
  requireModel(service.models(), directionOf(request));
  return service.translate(request, { signal });
}

/** What stands where the translation would. */
function placeholder({ error }: PageState, missing: MissingDirection[]): string {
  if (error) return failureNotice(error, { retry: false });
  return missing.length === DIRECTIONS.length ? missingNotice(missing) : exampleList(EXAMPLES);
}

/** What a template needs, and in `data` what the script goes on with. */
function locals(
  state: PageState,
  service: TranslationService,
  options: Limits & PageOptions,
): Record<string, unknown> {
  const { fields, translation, error } = state;
  const models = service.models();
  const missing = missingDirections(service, options);
  const result: ResultView | null = translation && resultView(translation, fields);
  const { maximumCharacters } = options;
  const data = { fields, translation, models, missing, examples: EXAMPLES, maximumCharacters };
  return {
    ...fields,
    result,
    error,
    models,
    choosable: models.length > DIRECTIONS.length - missing.length,
    missing,
    maximumCharacters,
    placeholder: placeholder(state, missing),
    data: JSON.stringify(data, rounded),
  };
}

/** Four digits of a weight or probability are more than a page can show. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

/** Shows the empty form, a translation, or the form with one line that says what is wrong. */
export function pageRoute(
  service: TranslationService,
  limits: Limits,
  options: PageOptions = {},
): RequestHandler {
  return async (request, response) => {
    const fields = ((request.method === 'POST' ? request.body : request.query) ?? {}) as Fields;
    const signal = workSignal(response, limits.maximumSeconds);
    const state: PageState = { fields: keptFields(fields), translation: null, error: null };
    if (request.method === 'POST' || fields.text !== undefined) {
      try {
        state.translation = await translate(service, fields, { limits, signal });
      } catch (error) {
        if (response.destroyed) return;
        const { unexpected, ...described } = describeError(error);
        if (unexpected) options.log?.error({ err: error, path: request.path }, 'unexpected error');
        if (described.retryAfter !== undefined) response.set('Retry-After', String(described.retryAfter));
        state.error = described;
        response.status(described.status);
      }
    }
    const thanks = request.query.thanks !== undefined;
    response.render('page', { ...locals(state, service, { ...limits, ...options }), thanks });
  };
}
