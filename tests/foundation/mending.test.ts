/** What a kill leaves beside a folder is cleared up, and the old folder put back where the new one was not there yet. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mendFolder } from '../../src/foundation/files.js';

let parent: string;
let path: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'ieum-mending-'));
  path = join(parent, 'last');
});
afterEach(() => rmSync(parent, { recursive: true }));

function make(name: string, text: string): void {
  mkdirSync(join(parent, name));
  writeFileSync(join(parent, name, 'file'), text);
}
const content = (): string => readFileSync(join(path, 'file'), 'utf8');

it('where the new one was being written', () => {
  make('last', 'old');
  make('.last.7.ab.tmp', 'half');
  mendFolder(path);
  expect([readdirSync(parent), content()]).toEqual([['last'], 'old']);
});

it('where the old one stood aside already', () => {
  make('.last.7.ab.tmp', 'new');
  make('.last.7.ab.tmp.old', 'old');
  mendFolder(path);
  expect([readdirSync(parent), content()]).toEqual([['last'], 'old']);
});

it('where the new one was in its place', () => {
  make('last', 'new');
  make('.last.7.ab.tmp.old', 'old');
  mendFolder(path);
  expect([readdirSync(parent), content()]).toEqual([['last'], 'new']);
});

it('and others are left alone', () => {
  make('.lasting.7.ab.tmp', 'x');
  make('.last-one.7.ab.tmp', 'x');
  mendFolder(path);
  mendFolder(join(parent, 'nowhere', 'last'));
  expect(existsSync(path)).toBe(false);
  expect(readdirSync(parent)).toEqual(['.last-one.7.ab.tmp', '.lasting.7.ab.tmp']);
});
