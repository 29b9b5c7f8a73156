/** `/v1/files`: a file that is translated while its sender asks how far it is. */
import { z } from 'zod';
import { MAXIMUM_BEAM, language, sourceLanguage, text, wholeNumber } from './fields.js';

export const fileFields = z
  .object({
    source: sourceLanguage.default('auto'),
    target: language.optional(),
    model: text('the name of a model').optional(),
    beam: wholeNumber(1, MAXIMUM_BEAM).default(5),
  })
  .meta({ id: 'FileFields' });

export const fileRequest = fileFields
  .extend({
    file: z.string().meta({ format: 'binary', description: '.txt, .tsv, .tmx, .docx, .srt or .html' }),
  })
  .meta({ id: 'FileRequest' });

export const fileJob = z
  .object({
    id: z.string(),
    name: z.string().meta({ description: 'of the file that came' }),
    state: z.enum(['waiting', 'translating', 'done', 'failed']),
    done: z.int().meta({ description: 'sentences translated so far' }),
    total: z.int().meta({ description: 'all sentences; 0 while the file is read' }),
    url: z.string().optional().meta({ description: 'where the translated file is, once done' }),
    error: z.string().optional().meta({ description: 'one line, where it failed' }),
  })
  .meta({ id: 'FileJob' });
