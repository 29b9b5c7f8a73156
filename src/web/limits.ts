/** What one client may ask of the server, beside what the service itself allows. */
import { DEFAULT_LIMITS } from '../serving/limits.js';
import type { RequestLimits } from '../serving/limits.js';

export interface WebLimits extends RequestLimits {
  /** Largest body of a request without a file, in bytes. */
  bodyBytes: number;
  /** Largest file, in bytes. */
  fileBytes: number;
  /** Most characters of a file's text. */
  fileCharacters: number;
  /** Files that may be translated or wait at once. */
  files: number;
  /** Requests a minute that one address may send; 0 sets no limit. */
  requestsPerMinute: number;
}

export const DEFAULT_WEB_LIMITS: WebLimits = {
  ...DEFAULT_LIMITS,
  // 100,000 Hangul syllables, percent-encoded in a form, are 900 kB: an over-long text can still be told so.
  bodyBytes: 1_000_000,
  fileBytes: 10_000_000,
  fileCharacters: 200_000,
  files: 8,
  requestsPerMinute: 300,
};
