/** Fields of requests that change something, and the way back to a page where a form sent them. */
import type { Request, Response } from 'express';
import { parse } from 'yaml';
import type { z } from 'zod';
import { UserError, messageOf } from '../foundation/errors.js';
import { parseJobRequest } from '../jobs/job-request.js';
import type { JobRequest } from '../jobs/job-request.js';
import { fieldsOf, readRequest } from './read-request.js';

type Fields = Record<string, unknown>;

/** A path of this server; nothing that a browser would take for another host. */
const LOCAL_PATH = /^\/(?![/\\])[^\s\\]*$/;

export const isLocalPath = (path: string): boolean => LOCAL_PATH.test(path);

/** Takes the field `back` out of a body and remembers it. */
function takeBack(request: Request, response: Response): void {
  const body: unknown = request.body;
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return;
  const { back, ...fields } = body as Fields;
  request.body = fields;
  if (typeof back === 'string' && isLocalPath(back)) response.locals.back = back;
}

/** Reads the fields of a change. @throws UserError that names the wrong one */
export function readChange<Schema extends z.ZodObject>(
  request: Request,
  response: Response,
  schema: Schema,
): z.infer<Schema> {
  takeBack(request, response);
  return readRequest(request, schema);
}

/**
 * Answers a change: with JSON, or for a form that named the page to go `back` to, with the way there, in which `{id}`
 * and `{name}` stand for those of the answer.
 */
export function answerChange(
  request: Request,
  response: Response,
  body: object,
  { status = 200 }: { status?: number } = {},
): void {
  takeBack(request, response);
  const back = response.locals.back as string | undefined;
  if (back === undefined) {
    response.status(status).json(body);
    return;
  }
  const fields = body as Fields;
  const filled = back.replace(/\{(id|name)\}/g, (_, key: string) => encodeURIComponent(String(fields[key])));
  response.redirect(303, filled);
}

/** The number in a path. @throws UserError 404 for what is none */
export function numberIn(request: Request, name: string): number {
  const text = String(request.params[name]);
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new UserError(`${name}: expected a number, got '${text.slice(0, 40)}'`, { status: 404 });
}

function structure(name: string, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parse(value, { maxAliasCount: 0 }) as unknown;
  } catch (error) {
    throw new UserError(`${name}: expected YAML or JSON, got ${messageOf(error).split('\n')[0]}`);
  }
}

/** Data sets of a form: numbers, once or several times. */
function dataOf(value: unknown): unknown {
  const list = Array.isArray(value) ? value : [structure('data', value)].flat();
  return list.map((one: unknown) =>
    typeof one === 'number' || (typeof one === 'string' && /^\d+$/.test(one))
      ? { dataSet: Number(one) }
      : one,
  );
}

const NUMBERED = ['version', 'weight'];

/** `data.3.weight=2` as a setting of data set 3, where that is chosen. */
function putOfSet(data: unknown, [set, key]: string[], value: unknown): void {
  if (!Array.isArray(data)) return;
  for (const one of data as unknown[]) {
    if (typeof one !== 'object' || one === null) continue;
    const fields = one as Fields;
    if (String(fields.dataSet) === set && NUMBERED.includes(key)) fields[key] = Number(value);
  }
}

/** `settings.training.updates=300` as a setting in its section. */
function putSetting(settings: Fields, path: string[], value: unknown): void {
  const [key, ...rest] = path;
  if (rest.length === 0) {
    settings[key] = structure(path.join('.'), value);
    return;
  }
  const inner = Object.hasOwn(settings, key) ? settings[key] : {};
  settings[key] = typeof inner === 'object' && inner !== null ? inner : {};
  putSetting(settings[key] as Fields, rest, value);
}

/** `ko-en`, which a form sends as one choice. */
function putDirection(fields: Fields, value: unknown): void {
  const [source, target] = String(value).split('-');
  fields.source ??= source;
  fields.target ??= target;
}

const NUMBERS = new Set(['baseShare', 'seed', 'timeLimitMinutes']);
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/** What a job is asked to do, from JSON or from a form. @throws UserError that names what is wrong */
export function readJob(request: Request, response: Response): JobRequest {
  takeBack(request, response);
  const given = Object.entries(fieldsOf(request)).filter(([, value]) => value !== '' && value !== undefined);
  const fields: Fields = {};
  const single: [string[], unknown][] = [];
  const ofSets: [string[], unknown][] = [];
  for (const [name, value] of given) {
    const path = name.split('.');
    if (path.some((key) => UNSAFE.has(key))) continue;
    if (path[0] === 'settings' && path.length > 1) single.push([path.slice(1), value]);
    else if (path[0] === 'data' && path.length === 3) ofSets.push([path.slice(1), value]);
    else if (name === 'direction') putDirection(fields, value);
    else if (name === 'data') fields.data = dataOf(value);
    else if (name === 'settings' || name === 'test') fields[name] = structure(name, value);
    else if (NUMBERS.has(name) && typeof value === 'string') fields[name] = Number(value);
    else fields[name] = value;
  }
  for (const [path, value] of ofSets) putOfSet(fields.data, path, value);
  if (single.length > 0) {
    const settings = { ...((fields.settings ?? {}) as Fields) };
    for (const [path, value] of single) putSetting(settings, path, value);
    fields.settings = settings;
  }
  return parseJobRequest(fields);
}
