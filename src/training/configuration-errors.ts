/** What is wrong with a configuration, in one line that names the key and, for an unknown one, the nearest known one. */
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';

type Schema = z.core.$ZodType;

/** The schema without its default. */
function unwrapped(schema: Schema): Schema {
  let inner = schema;
  while (inner instanceof z.ZodPrefault || inner instanceof z.ZodDefault || inner instanceof z.ZodOptional) {
    inner = inner.unwrap();
  }
  return inner;
}

/** The alternatives of a schema: those of a union, else itself alone. */
function alternatives(schema: Schema): Schema[] {
  const inner = unwrapped(schema);
  return inner instanceof z.ZodUnion || inner instanceof z.ZodDiscriminatedUnion
    ? inner.options.flatMap((option: Schema) => alternatives(option))
    : [inner];
}

/** The schemas that may stand at a path. */
function schemasAt(schema: Schema, path: PropertyKey[]): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, key) =>
      schemas.flatMap((each) => {
        if (each instanceof z.ZodArray) return alternatives(each.element);
        if (!(each instanceof z.ZodObject)) return [];
        const shape: Record<string, Schema | undefined> = each.shape;
        const inner = shape[String(key)];
        return inner === undefined ? [] : alternatives(inner);
      }),
    alternatives(schema),
  );
}

/** The keys that a schema knows at a path, where it holds records. */
function knownKeys(schema: Schema, path: PropertyKey[]): string[] {
  const keys = schemasAt(schema, path).flatMap((each) =>
    each instanceof z.ZodObject ? Object.keys(each.shape) : [],
  );
  return [...new Set(keys)];
}

/** The words that a schema knows at a path. */
function knownValues(schema: Schema, path: PropertyKey[]): string[] {
  return schemasAt(schema, path).flatMap((each) =>
    each instanceof z.ZodLiteral ? [...each.values].map(String) : [],
  );
}

function nearest(word: string, words: string[]): string {
  return [...words].sort((a, b) => distance(word, a) - distance(word, b))[0] ?? '';
}

/** The issue of the alternative that was meant: one that is wrong further inside, or of another kind than the type. */
function meantIssue(issue: z.core.$ZodIssueInvalidUnion): z.core.$ZodIssue | undefined {
  const firsts = issue.errors.map(([first]) => first).filter((first) => first !== undefined);
  return firsts.find((first) => first.path.length > 0 || first.code !== 'invalid_type') ?? firsts[0];
}

/** @param schema that of the whole configuration */
export function describeIssue(issue: z.core.$ZodIssue, schema: Schema): string {
  const place = issue.path.map(String).join('.');
  if (issue.code === 'invalid_union') {
    const meant = meantIssue(issue);
    if (meant !== undefined) return describeIssue({ ...meant, path: [...issue.path, ...meant.path] }, schema);
    return `${place}: expected ${knownValues(schema, issue.path).join(', ')}, got another`;
  }
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0];
    const known = knownKeys(schema, issue.path);
    const where = place === '' ? key : `${place}.${key}`;
    return `unknown key '${where}'; the nearest known one is '${nearest(key, known)}' (known: ${known.join(', ')})`;
  }
  return `${place}: ${issue.message.replace(/^Invalid input: /, '')}`;
}
