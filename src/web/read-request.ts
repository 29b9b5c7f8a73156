/** Fields of a request checked against their schema; what is wrong becomes one line. */
import { distance } from 'fastest-levenshtein';
import type { Request } from 'express';
import type { z } from 'zod';
import { UserError } from '../foundation/errors.js';
import type { Fields } from './translation-fields.js';

/** A value as an error shows it: short and on one line. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 40 ? `${text.slice(0, 40)}…"` : text;
}

/** The fields that came: of a body, or of the query of a GET. @throws UserError for a body that is no object */
export function fieldsOf(request: Request): Fields {
  const fields: unknown = request.method === 'GET' ? request.query : (request.body ?? {});
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new UserError(`body: expected a JSON object with fields, got ${shown(fields)}`);
  }
  return fields as Fields;
}

function describe(issue: z.core.$ZodIssue, fields: Fields, known: string[]): string {
  if (issue.code === 'unrecognized_keys') {
    const [key] = issue.keys;
    const [nearest] = [...known].sort((a, b) => distance(a, key) - distance(b, key));
    return `${key.slice(0, 40)}: expected one of the fields ${known.join(', ')}, got another; the nearest is ${nearest}`;
  }
  const [name] = issue.path;
  return `${String(name)}: expected ${issue.message}, got ${shown(fields[String(name)])}`;
}

/** In a form an empty field is one that was left out. */
const isEmpty = (value: unknown): boolean => value === '' || value === null || value === undefined;

/**
 * Reads the fields of a request.
 * @throws UserError that names the wrong field and what it must be
 */
export function readRequest<Schema extends z.ZodObject>(request: Request, schema: Schema): z.infer<Schema> {
  const given = fieldsOf(request);
  const fields = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => name === 'text' || !isEmpty(value)),
  );
  // Clients of LibreTranslate send a key everywhere.
  delete fields.api_key;
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  throw new UserError(describe(result.error.issues[0], fields, Object.keys(schema.shape)));
}
