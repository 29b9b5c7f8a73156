/** A headless Chromium for tests of the page; without one they are skipped, but never where CI is set. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { describe, it } from 'vitest';

const PLACES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const executable = PLACES.find((place) => place !== undefined && existsSync(place));

/** Nothing but the page itself is asked for over the network. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser; the caller closes it. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({ executablePath: executable, headless: true, args: FLAGS });
}

/** Tests that need a browser. */
export function describeInChromium(name: string, tests: () => void): void {
  if (executable !== undefined) {
    describe(name, tests);
  } else if (process.env.CI === 'true') {
    it(name, () => {
      throw new Error('Chromium: expected one at /usr/bin/chromium, found none; install it or set CHROMIUM');
    });
  } else {
    console.warn(`Skipped, for want of a Chromium (install one, or set CHROMIUM to its path): ${name}`);
    describe.skip(name, tests);
  }
}
