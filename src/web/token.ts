/** The token of a server that can be reached from other machines. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../foundation/files.js';

/** Whether an address to listen at can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** `IEUM_TOKEN`, or the one in the file `token` of Ieum's folder, which is made where it is missing. */
export function serverToken(home: string | null): string {
  const given = process.env.IEUM_TOKEN?.trim();
  if (given) return given;
  const made = randomBytes(24).toString('base64url');
  if (home === null) return made;
  const path = join(home, 'token');
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  if (kept !== '') return kept;
  writeFileAtomically(path, `${made}\n`);
  chmodSync(path, 0o600);
  return made;
}
