/** `/v1/registry`: versions of models, compared, promoted and rolled back; `/v1/session`: the token. */
import { z } from 'zod';
import { provenanceSchema } from '../../../registry/provenance.js';
import { modelInfo } from '../models.js';
import { flag, language, text, wholeNumber } from '../fields.js';

export const provenance = provenanceSchema.meta({ id: 'Provenance' });

export const registeredModel = modelInfo
  .extend({
    version: z.string().meta({ description: 'changes with the checkpoint' }),
    active: z.boolean().meta({ description: 'whether it translates its direction now' }),
    place: z
      .enum(['registered', 'shipped', 'folder'])
      .meta({ description: '`folder`: in `checkpoints/` or that of a run' }),
    bytes: z.int().meta({ description: 'of all its files' }),
    provenance: provenance
      .nullable()
      .meta({ description: 'null for a model that is installed, not registered' }),
  })
  .meta({ id: 'RegisteredModel' });

export const promotion = z
  .object({
    id: z.int(),
    source: language,
    target: language,
    model: z.string().nullable().meta({ description: 'null: the one that comes first without promotions' }),
    below: z.int().nullable(),
    kind: z.enum(['promote', 'rollback']),
    note: z.string(),
    time: z.string(),
  })
  .meta({ id: 'Promotion' });

const score = z.object({ score: z.number(), signature: z.string() });
const testScores = z.object({ bleu: score, chrf: score }).meta({ id: 'TestScores' });

export const refusal = z
  .object({
    id: z.int(),
    source: language,
    target: language,
    model: z.string(),
    active: z.string().nullable().meta({ description: 'the model that stayed' }),
    ground: z
      .enum(['broken', 'trial', 'base'])
      .meta({ description: '`broken` is refused whatever is asked; the others give way to `force`' }),
    reason: z.string(),
    base: z.object({ before: testScores, after: testScores }).nullable(),
    time: z.string(),
  })
  .meta({ id: 'Refusal' });

export const registryResponse = z
  .object({
    models: z
      .array(registeredModel)
      .meta({ description: 'registered ones, the latest first, then installed' }),
    promotions: z.array(promotion).meta({ description: 'the latest first' }),
    refusals: z.array(refusal).meta({ description: 'promotions that were refused, the latest first' }),
  })
  .meta({ id: 'RegistryResponse' });

export const promoteRequest = z
  .strictObject({
    force: flag().default(false).meta({ description: 'also where it is worse on the base test' }),
  })
  .meta({ id: 'PromoteRequest' });

export const promoted = z
  .object({
    promotion,
    smoke: z.array(z.object({ source: z.string(), translation: z.string() })),
    base: z.object({ before: testScores.nullable(), after: testScores }).nullable(),
  })
  .meta({ id: 'Promoted' });

export const rollbackRequest = z
  .strictObject({ source: language, target: language })
  .meta({ id: 'RollbackRequest' });

export const uploadModelFields = z
  .strictObject({ name: text().optional().meta({ description: 'what to call it, but for its number' }) })
  .meta({ id: 'UploadModelFields' });
export const uploadModelRequest = uploadModelFields
  .extend({ file: z.string().meta({ format: 'binary', description: 'a zip as `download` gives it' }) })
  .meta({ id: 'UploadModelRequest' });

export const compareRequest = z
  .strictObject({
    a: text('the name of a model').meta({ description: 'the model that the other is held against' }),
    b: text('the name of a model'),
    test: text()
      .default('base')
      .meta({ description: '`base`, `job:NUMBER`, `data:NUMBER` or `data:NUMBER@VERSION`' }),
    examples: wholeNumber(0, 200).default(20),
  })
  .meta({ id: 'CompareRequest' });

const comparedSentence = z
  .object({
    source: z.string(),
    reference: z.string(),
    before: z.string(),
    beforeScore: z.number().meta({ description: 'chrF of the sentence' }),
    after: z.string(),
    afterScore: z.number(),
  })
  .meta({ id: 'ComparedSentence' });

export const comparison = z
  .object({
    test: z.object({ id: z.string(), name: z.string(), sha256: z.string() }),
    sentences: z.int(),
    systems: z
      .array(z.looseObject({ name: z.string() }))
      .meta({ description: 'a, then b: scores with intervals; b with differences and their p' }),
    changes: z.object({ better: z.int(), worse: z.int(), same: z.int() }),
    better: z.array(comparedSentence),
    worse: z.array(comparedSentence),
  })
  .meta({ id: 'ModelComparison' });

export const testsRequest = z
  .strictObject({ source: language, target: language })
  .meta({ id: 'TestsRequest' });
export const tests = z
  .array(z.object({ id: z.string(), name: z.string() }))
  .meta({ id: 'Tests', description: 'what models can be compared on' });

export const sessionRequest = z
  .strictObject({ token: text('the token that the server printed') })
  .meta({ id: 'SessionRequest' });
export const session = z
  .object({
    needed: z.boolean().meta({ description: 'whether this server asks for a token' }),
    given: z.boolean().meta({ description: 'whether this request brought it' }),
  })
  .meta({ id: 'Session' });

export type RegisteredModel = z.infer<typeof registeredModel>;
export type Refusal = z.infer<typeof refusal>;
export type Promotion = z.infer<typeof promotion>;
export type RegistryResponse = z.infer<typeof registryResponse>;
export type Promoted = z.infer<typeof promoted>;
export type ModelComparison = z.infer<typeof comparison>;
