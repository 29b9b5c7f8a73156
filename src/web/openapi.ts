/** The OpenAPI 3.1 document of the interface, made from its schemas. */
import { z } from 'zod';
import { OPERATIONS } from './api/operations.js';
import type { Operation } from './api/operations.js';

export type JsonSchema = Record<string, unknown>;

export interface OpenApiOperation {
  summary: string;
  tags: string[];
  operationId: string;
  parameters?: JsonSchema[];
  requestBody?: { required: true; content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: JsonSchema }> }>;
}

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: { name: string } };
  paths: Record<string, Record<string, OpenApiOperation>>;
  components: { schemas: Record<string, JsonSchema> };
}

const COMPONENTS = '#/components/schemas/';

/** A schema by reference to its component, or as it is where it has no name; what it refers to goes to the components. */
function schemaOf(
  schema: z.ZodType,
  io: 'input' | 'output',
  components: Record<string, JsonSchema>,
): JsonSchema {
  const {
    $schema: _dialect,
    $defs = {},
    ...own
  } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as JsonSchema;
  for (const [name, definition] of Object.entries($defs as Record<string, JsonSchema>)) {
    components[name] = referenced(definition) as JsonSchema;
  }
  const id = schema.meta()?.id;
  if (id === undefined || '$ref' in own) return referenced(own) as JsonSchema;
  components[id] = referenced(own) as JsonSchema;
  return { $ref: COMPONENTS + id };
}

/** References to definitions become references to components; names given as `id` go, since they are keys now. */
function referenced(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(referenced);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (key === 'id' && typeof inner === 'string') return [];
      if (key === '$ref' && typeof inner === 'string') return [[key, inner.replace('#/$defs/', COMPONENTS)]];
      return [[key, referenced(inner)]];
    }),
  );
}

function parametersOf(
  { method, path, request }: Operation,
  components: Record<string, JsonSchema>,
): JsonSchema[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  if (method !== 'get' || !request) return inPath;
  const reference = schemaOf(request, 'input', components);
  const { properties = {}, required = [] } = components[String(reference.$ref).replace(COMPONENTS, '')];
  const inQuery = Object.entries(properties as Record<string, JsonSchema>).map(([name, schema]) => ({
    name,
    in: 'query',
    required: (required as string[]).includes(name),
    schema,
  }));
  return [...inPath, ...inQuery];
}

function describe(operation: Operation, components: Record<string, JsonSchema>): OpenApiOperation {
  const { method, path, summary, tag, request, encodings, responses } = operation;
  const parameters = parametersOf(operation, components);
  const described: OpenApiOperation = {
    summary,
    tags: [tag],
    operationId:
      method + path.replace(/\W+(\w)?/g, (_, letter: string | undefined) => letter?.toUpperCase() ?? ''),
    ...(parameters.length > 0 && { parameters }),
    responses: {},
  };
  if (request && encodings) {
    const schema = schemaOf(request, 'input', components);
    described.requestBody = {
      required: true,
      content: Object.fromEntries(encodings.map((encoding) => [encoding, { schema }])),
    };
  }
  for (const [status, { description, schema, mediaType = 'application/json' }] of Object.entries(responses)) {
    described.responses[status] = {
      description,
      ...(schema && { content: { [mediaType]: { schema: schemaOf(schema, 'output', components) } } }),
    };
  }
  return described;
}

/** Describes all operations. @param version of the program */
export function openApiDocument(version: string): OpenApiDocument {
  const components: Record<string, JsonSchema> = {};
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of OPERATIONS) {
    (paths[operation.path] ??= {})[operation.method] = describe(operation, components);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ieum',
      version,
      description:
        'Translation between Korean and English in LibreTranslate’s format, and everything that the translator computes on the way.',
      license: { name: 'MIT' },
    },
    paths,
    components: { schemas: components },
  };
}
