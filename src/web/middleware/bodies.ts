/** Reads JSON and form bodies up to a size that still lets an over-long text be told so in characters. */
import express from 'express';
import type { RequestHandler } from 'express';

/** 100,000 Hangul syllables, percent-encoded in a form, are 900 kB. */
const LIMIT = '1mb';

/** Body parsers for the two encodings that the page and LibreTranslate's clients send. */
export function parseBodies(): RequestHandler[] {
  return [express.json({ limit: LIMIT }), express.urlencoded({ limit: LIMIT, extended: false })];
}
