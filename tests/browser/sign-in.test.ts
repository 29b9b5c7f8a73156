/** The way in with the token, and out again. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { createRetraining } from '../../src/web/retraining.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { visit } from './visit.js';

const TOKEN = 'the-token-of-this-server';

describeInChromium('signing in in Chromium', () => {
  let browser: Browser;
  let store: Store;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    store = openStore(':memory:');
    const service = fakeService();
    server = await servePage(service, { retraining: createRetraining(store, service), token: TOKEN });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    store.close();
  });

  it.each([true, false])('leads to the page that was asked for, with a script: %s', (javaScriptEnabled) =>
    visit(browser, { javaScriptEnabled }, async (page) => {
      const path = (): string => new URL(page.url()).pathname;
      await page.goto(`${server.url}/data/corrections`);
      expect(path()).toBe('/sign-in');
      await page.getByLabel('Token').fill('another');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('That is another token').waitFor();
      expect(path()).toBe('/sign-in');
      await page.getByLabel('Token').fill(` ${TOKEN} `);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('heading', { name: 'Corrections' }).waitFor();
      expect(path()).toBe('/data/corrections');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByLabel('Token').waitFor();
      await page.goto(`${server.url}/data`);
      expect(path()).toBe('/sign-in');
    }),
  );

  it('is offered nowhere where no token is needed', () =>
    visit(browser, {}, async (page) => {
      const service = fakeService();
      const open = await servePage(service, { retraining: createRetraining(store, service) });
      try {
        await page.goto(`${open.url}/sign-in?back=/models`);
        expect(new URL(page.url()).pathname).toBe('/models');
        expect(await page.getByText('Sign out').count()).toBe(0);
      } finally {
        await open.close();
      }
    }));
});
