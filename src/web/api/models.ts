/** `/v1/models` and `/health`: what is installed and how good it is. */
import { z } from 'zod';
import { LANGUAGES } from '../../text/language.js';

export const modelInfo = z
  .object({
    name: z.string(),
    source: z.enum(LANGUAGES),
    target: z.enum(LANGUAGES),
    updates: z.int().meta({ description: 'updates of the parameters in its training' }),
    scores: z.array(z.looseObject({})).meta({ description: 'what it reached, on which test set' }),
  })
  .meta({ id: 'Model' });

export const modelsResponse = z.array(modelInfo).meta({ id: 'ModelsResponse' });
export const healthResponse = z
  .object({ status: z.literal('ok'), models: z.array(modelInfo) })
  .meta({ id: 'HealthResponse' });
