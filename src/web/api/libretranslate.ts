/** LibreTranslate's requests and answers, as its clients send and read them. */
import { z } from 'zod';
import { LANGUAGES } from '../../text/language.js';
import { MAXIMUM_BEAM } from './fields.js';

const oneOrMany = <T extends z.ZodType>(one: T) => z.union([one, z.array(one)]);
const code = z.enum(LANGUAGES);
const key = z.string().optional().meta({ description: 'taken and not looked at' });
const source = z.enum(['auto', ...LANGUAGES]);

export const detection = z
  .object({ confidence: z.number().min(0).max(100), language: code })
  .meta({ id: 'Detection', description: 'confidence in percent' });

export const translateRequest = z
  .object({
    q: oneOrMany(z.string()).meta({ description: 'one text, or several', example: '저는 학생입니다.' }),
    source: source.meta({ description: 'a language, or `auto`' }),
    target: code,
    format: z.enum(['text', 'html']).default('text').meta({ description: '`html` keeps the markup' }),
    alternatives: z
      .int()
      .min(0)
      .max(MAXIMUM_BEAM - 1)
      .default(0),
    api_key: key,
  })
  .meta({ id: 'TranslateRequest' });

export const translateResponse = z
  .object({
    translatedText: oneOrMany(z.string()),
    detectedLanguage: oneOrMany(detection).optional().meta({ description: 'only with source `auto`' }),
    alternatives: z
      .union([z.array(z.string()), z.array(z.array(z.string()))])
      .optional()
      .meta({ description: 'only where some were asked for' }),
  })
  .meta({ id: 'TranslateResponse' });

export const detectRequest = z.object({ q: z.string(), api_key: key }).meta({ id: 'DetectRequest' });
export const detectResponse = z.array(detection).meta({ id: 'DetectResponse' });

export const languagesResponse = z
  .array(z.object({ code, name: z.string(), targets: z.array(code) }).meta({ id: 'Language' }))
  .meta({ id: 'LanguagesResponse' });

export const suggestRequest = z
  .object({
    q: z.string().meta({ description: 'the original text' }),
    s: z.string().meta({ description: 'a better translation' }),
    source,
    target: code,
    translation: z.string().optional().meta({ description: 'what the model had said' }),
  })
  .meta({ id: 'SuggestRequest' });
export const suggestResponse = z.object({ success: z.literal(true) }).meta({ id: 'SuggestResponse' });

export const translateFileRequest = z
  .object({
    file: z.string().meta({ format: 'binary', description: '.txt, .tsv, .tmx, .docx, .srt or .html' }),
    source,
    target: code,
    api_key: key,
  })
  .meta({ id: 'TranslateFileRequest' });
export const translateFileResponse = z
  .object({
    translatedFileUrl: z.string().meta({ description: 'where the file can be fetched for a while' }),
  })
  .meta({ id: 'TranslateFileResponse' });

const namedLanguage = z.object({ code: z.string(), name: z.string() });
export const settingsResponse = z
  .object({
    charLimit: z.int().meta({ description: 'longest text, in characters' }),
    frontendTimeout: z.int().meta({ description: 'milliseconds that a form may wait before it translates' }),
    apiKeys: z.boolean(),
    keyRequired: z.boolean(),
    suggestions: z.boolean(),
    filesTranslation: z.boolean(),
    supportedFilesFormat: z.array(z.string()),
    language: z.object({ source: namedLanguage, target: namedLanguage }),
  })
  .meta({ id: 'SettingsResponse' });

export type Detection = z.infer<typeof detection>;
export type TranslateResponse = z.infer<typeof translateResponse>;
export type TranslateFileResponse = z.infer<typeof translateFileResponse>;
export type SettingsResponse = z.infer<typeof settingsResponse>;
