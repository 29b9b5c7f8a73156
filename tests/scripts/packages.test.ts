/** Telling what an installation lacks of the lock file. */
import { expect, it } from 'vitest';
import { missingPackages } from '../../scripts/setup/packages.mjs';

const binding = 'node_modules/@tensorflow/tfjs-node';
const wanted = {
  packages: {
    '': {},
    'node_modules/ejs': { version: '2.0.0' },
    [binding]: { version: '4.22.0', optional: true },
    'node_modules/fsevents': { version: '1.0.0', optional: true },
  },
};

it('misses nothing but what counts on this machine', () => {
  const installed = {
    packages: { 'node_modules/ejs': { version: '2.0.0' }, [binding]: { version: '4.22.0' } },
  };
  expect(missingPackages(wanted, installed)).toEqual([]);
});

it('misses the binding that npm has left out', () => {
  expect(missingPackages(wanted, { packages: { 'node_modules/ejs': { version: '2.0.0' } } })).toEqual([
    binding,
  ]);
});

it('misses a package in another version', () => {
  const installed = {
    packages: { 'node_modules/ejs': { version: '1.9.0' }, [binding]: { version: '4.22.0' } },
  };
  expect(missingPackages(wanted, installed)).toEqual(['node_modules/ejs']);
});
