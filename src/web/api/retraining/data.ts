/** `/v1/data` and `/v1/corrections`: the user's own pairs, from the upload to the export. */
import { z } from 'zod';
import { DROP_REASONS, TABLE_FORMATS } from '../../../datasets/reasons.js';
import { LANGUAGES } from '../../../text/language.js';
import { choice, flag, text, wholeNumber } from '../fields.js';

const MOST_IN_A_PAGE = 500;
const LARGEST = 2 ** 31 - 1;

/** The number of something stored. */
export const number = wholeNumber(1, LARGEST);

export const previewFields = z
  .strictObject({
    format: choice(TABLE_FORMATS).optional().meta({ description: 'told by name and content where left out' }),
    columns: text().optional().meta({ description: 'columns in their order, such as `en,id,ko`' }),
    koField: text().optional().meta({ description: 'what the Korean column or key is called' }),
    enField: text().optional(),
    excludeBaseTest: flag()
      .default(true)
      .meta({ description: 'drop sentences of the base test, and nearly the same ones' }),
  })
  .meta({ id: 'PreviewFields' });

const file = z.string().meta({ format: 'binary', description: '.tsv, .csv, .jsonl or .tmx, also with .gz' });

export const previewRequest = previewFields
  .extend({
    file: file.optional(),
    ko: file.optional().meta({ format: 'binary', description: 'the Korean side of a Moses pair' }),
    en: file.optional().meta({ format: 'binary', description: 'its English side' }),
  })
  .meta({ id: 'PreviewRequest' });

export const plainPair = z.object({ ko: z.string(), en: z.string() }).meta({ id: 'PlainPair' });

const tally = z
  .object({
    count: z.int(),
    samples: z
      .array(
        z.object({
          file: z.string(),
          line: z.int(),
          source: z.string(),
          target: z.string(),
          detail: z.string().optional(),
        }),
      )
      .meta({ description: 'the first of them, as they stood: Korean is the source' }),
  })
  .meta({ id: 'CleaningTally' });

export const cleaningReport = z
  .object({
    read: z.int(),
    kept: z.int(),
    dropped: z
      .record(z.string(), tally)
      .meta({ description: `by reason: ${Object.keys(DROP_REASONS).join(', ')}` }),
    mended: z.record(z.string(), tally),
    excluded: z.array(z.object({ file: z.string(), exact: z.int(), near: z.int() })),
  })
  .meta({ id: 'CleaningReport' });

export const preview = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'of the file or files' }),
    count: z.int().meta({ description: 'pairs that would be stored' }),
    sample: z.array(plainPair),
    report: cleaningReport,
    reasons: z.record(z.string(), z.string()).meta({ description: 'what each reason means' }),
  })
  .meta({ id: 'Preview' });

export const storeRequest = z
  .strictObject({
    preview: text('the id of a preview'),
    name: text().optional().meta({ description: 'of the new data set' }),
    dataSet: number.optional().meta({ description: 'the data set to add to, in place of a name' }),
  })
  .meta({ id: 'StoreRequest' });

export const dataVersion = z
  .object({
    version: z.int(),
    hash: z.string().meta({ description: 'SHA-256 of its pairs as TSV, Korean first' }),
    pairs: z.int(),
    created: z.string(),
    note: z.string().meta({ description: 'what made it' }),
  })
  .meta({ id: 'DataVersion' });

export const dataSet = z
  .object({ id: z.int(), name: z.string(), created: z.string(), latest: dataVersion })
  .meta({ id: 'DataSet' });
export const dataSets = z.array(dataSet).meta({ id: 'DataSets' });
export const dataSetDetail = dataSet
  .extend({ versions: z.array(dataVersion).meta({ description: 'the latest first' }) })
  .meta({ id: 'DataSetDetail' });

export const pairsRequest = z
  .strictObject({
    version: number.optional().meta({ description: 'the latest where left out' }),
    search: text().optional().meta({ description: 'words that a pair must have; parts of words count' }),
    offset: wholeNumber(0, LARGEST).default(0),
    limit: wholeNumber(1, MOST_IN_A_PAGE).default(50),
  })
  .meta({ id: 'PairsRequest' });

export const pairsResponse = z
  .object({
    total: z.int(),
    pairs: z.array(plainPair.extend({ id: z.int() }).meta({ id: 'StoredPair' })),
  })
  .meta({ id: 'PairsResponse' });

export const pairRequest = z.strictObject({ ko: text(), en: text() }).meta({ id: 'PairRequest' });

export const exportRequest = z
  .strictObject({
    format: choice(TABLE_FORMATS).default('tsv'),
    version: number.optional(),
    source: choice(LANGUAGES).default('ko').meta({ description: 'the language that stands first' }),
  })
  .meta({ id: 'ExportRequest' });

export const correction = z
  .object({
    id: z.int(),
    received: z.string(),
    text: z.string(),
    suggestion: z.string(),
    source: z.string(),
    target: z.string(),
    translation: z.string().nullable().meta({ description: 'what the model had said, where it is known' }),
  })
  .meta({ id: 'Correction' });
export const corrections = z.array(correction).meta({ id: 'Corrections' });

export const approveRequest = z
  .strictObject({
    text: text().optional().meta({ description: 'the original, where it is to be mended' }),
    suggestion: text().optional().meta({ description: 'the translation, where it is to be mended' }),
    dataSet: text()
      .optional()
      .meta({ description: 'name of the data set that it goes to; `corrections` where left out' }),
  })
  .meta({ id: 'ApproveRequest' });

export type Preview = z.infer<typeof preview>;
export type DataSet = z.infer<typeof dataSet>;
export type DataSetDetail = z.infer<typeof dataSetDetail>;
export type PairsResponse = z.infer<typeof pairsResponse>;
export type Correction = z.infer<typeof correction>;
