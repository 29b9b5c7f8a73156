/** The OpenAPI document as the page of the interface shows it. */
import type { JsonSchema, OpenApiDocument, OpenApiOperation } from './openapi.js';

export interface FieldView {
  name: string;
  type: string;
  required: boolean;
  description: string;
}

export interface ResponseView {
  status: string;
  description: string;
  /** What comes, in a few words; empty where nothing does. */
  type: string;
  /** Name of the schema that the page shows for it; empty where there is none. */
  schema: string;
}

export interface OperationView {
  id: string;
  method: string;
  path: string;
  summary: string;
  encodings: string[];
  fields: FieldView[];
  responses: ResponseView[];
  /** A call of it at the command line. */
  example: string;
}

export interface ApiView {
  title: string;
  version: string;
  groups: { name: string; operations: OperationView[] }[];
  schemas: { name: string; description: string; fields: FieldView[] }[];
}

const nameOf = (reference: string): string => reference.split('/').at(-1) ?? reference;

/** A schema in a few words: `whole number from 1 to 10`, `list of Word`. */
function typeName(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return nameOf(schema.$ref);
  const choices = (schema.anyOf ?? schema.oneOf) as JsonSchema[] | undefined;
  if (choices) return choices.map(typeName).join(' or ');
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => JSON.stringify(value)).join(' or ');
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.type === 'array') return `list of ${typeName((schema.items ?? {}) as JsonSchema)}`;
  if (schema.type === 'integer' || schema.type === 'number') return numberName(schema);
  if (schema.format === 'binary') return 'file';
  if (schema.type === 'null') return 'null';
  return typeof schema.type === 'string' ? schema.type : 'anything';
}

function numberName({ type, minimum, maximum }: JsonSchema): string {
  const name = type === 'integer' ? 'whole number' : 'number';
  const isBound = (value: unknown): value is number => typeof value === 'number' && Math.abs(value) < 1e12;
  const from = isBound(minimum) ? ` from ${minimum}` : '';
  return name + from + (isBound(maximum) ? ` to ${maximum}` : '');
}

function fieldsOf({ properties = {}, required = [] }: JsonSchema): FieldView[] {
  return Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => {
    const fallback = 'default' in schema ? ` (${JSON.stringify(schema.default)} where left out)` : '';
    return {
      name,
      type: typeName(schema),
      required: (required as string[]).includes(name) && !('default' in schema),
      description: (typeof schema.description === 'string' ? schema.description : '') + fallback,
    };
  });
}

function resolve(schema: JsonSchema, { components }: OpenApiDocument): JsonSchema {
  return typeof schema.$ref === 'string' ? components.schemas[nameOf(schema.$ref)] : schema;
}

/** Values for the fields that a call cannot do without. */
const EXAMPLES: Record<string, string> = {
  q: '저는 학생입니다.',
  text: '저는 학생입니다.',
  s: 'I am a student.',
  source: 'ko',
  target: 'en',
  file: '@letter.txt',
};

/** As a shell takes it between single quotes. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

function exampleOf(method: string, path: string, fields: FieldView[], isUpload: boolean): string {
  const address = `http://127.0.0.1:3000${path}`;
  const sent = fields
    .filter(({ required }) => required)
    .map(({ name }) => [name, EXAMPLES[name] ?? ''] as const);
  if (isUpload)
    return `curl ${address} ${sent.map(([name, value]) => `-F ${name}=${quoted(value)}`).join(' ')}`;
  if (method === 'delete') return `curl -X DELETE ${address}`;
  if (sent.length === 0) return `curl ${address}`;
  const json = JSON.stringify(Object.fromEntries(sent));
  if (method === 'get') {
    return `curl -G ${address} ${sent.map(([name, value]) => `--data-urlencode ${quoted(`${name}=${value}`)}`).join(' ')}`;
  }
  return `curl ${address} -H 'Content-Type: application/json' -d ${quoted(json)}`;
}

function queryFields({ parameters = [] }: OpenApiOperation): FieldView[] {
  return parameters.map(({ name, required, schema }) => {
    const [field] = fieldsOf({ properties: { [String(name)]: schema }, required: required ? [name] : [] });
    return field;
  });
}

/** A list is told by what it holds. */
function answerView(schema: JsonSchema, document: OpenApiDocument): Pick<ResponseView, 'type' | 'schema'> {
  const whole = resolve(schema, document);
  const isList = whole.type === 'array';
  const held = isList ? ((whole.items ?? {}) as JsonSchema) : schema;
  return {
    type: typeName(isList ? whole : schema),
    schema: typeof held.$ref === 'string' ? nameOf(held.$ref) : '',
  };
}

function operationView(
  document: OpenApiDocument,
  { path, method, operation }: { path: string; method: string; operation: OpenApiOperation },
): OperationView {
  const content = operation.requestBody?.content ?? {};
  const encodings = Object.keys(content);
  const body = encodings.length > 0 ? resolve(content[encodings[0]].schema, document) : null;
  const fields = body ? fieldsOf(body) : queryFields(operation);
  const isUpload = encodings.length === 1 && encodings[0] === 'multipart/form-data';
  return {
    id: operation.operationId,
    method: method.toUpperCase(),
    path,
    summary: operation.summary,
    encodings,
    fields,
    responses: Object.entries(operation.responses).map(([status, { description, content: answer = {} }]) => {
      const [whole] = Object.values(answer);
      return {
        status,
        description,
        ...(whole ? answerView(whole.schema, document) : { type: '', schema: '' }),
      };
    }),
    example: exampleOf(method, path, fields, isUpload),
  };
}

/** What the template writes. */
export function apiView(document: OpenApiDocument): ApiView {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  return {
    title: document.info.title,
    version: document.info.version,
    groups: tags.map((name) => ({
      name,
      operations: operations
        .filter(({ operation }) => operation.tags.includes(name))
        .map((one) => operationView(document, one)),
    })),
    schemas: Object.entries(document.components.schemas)
      .filter(([name, { type }]) => !name.endsWith('Request') && type === 'object')
      .map(([name, schema]) => ({
        name,
        description: typeof schema.description === 'string' ? schema.description : '',
        fields: fieldsOf(schema),
      })),
  };
}
