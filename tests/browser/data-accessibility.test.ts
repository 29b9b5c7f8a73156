/** axe-core finds nothing to complain of on the pages of data, in any state, on light and on dark, wide and narrow. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { createRetraining } from '../../src/web/retraining.js';
import { DOMAIN_PAIRS, domainFile } from '../support/invented-domain.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { violations } from './axe.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { linkTo, open, visit } from './visit.js';

describeInChromium('accessibility of the pages of data in Chromium', () => {
  let browser: Browser;
  let store: Store;
  let empty: Store;
  let server: Listening;
  let bare: Listening;

  beforeAll(async () => {
    vi.stubEnv('IEUM_BASE_DATA', 'data/everyday');
    browser = await launchChromium();
    const service = fakeService();
    store = openStore(':memory:');
    const { dataSets, suggestions } = store;
    const { id } = dataSets.create('station', DOMAIN_PAIRS, 'station.tsv');
    dataSets.append(id, [{ ko: '네.', en: 'Yes.' }], 'pair added: 네.');
    suggestions.add({
      ...{ text: '저는 학생입니다.', suggestion: 'I am a pupil.', translation: 'I am a student.' },
      ...{ source: 'ko', target: 'en' },
    });
    const limits = { requestsPerMinute: 0 };
    server = await servePage(service, { retraining: createRetraining(store, service), suggestions, limits });
    empty = openStore(':memory:');
    bare = await servePage(service, { retraining: createRetraining(empty, service), token: 'token', limits });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await bare.close();
    store.close();
    empty.close();
    vi.unstubAllEnvs();
  });

  const go = (path: string) => (page: Page) => open(page, server.url + path);
  const choose = async (page: Page, name: string, text: string): Promise<void> => {
    await open(page, `${server.url}/data`);
    const buffer = Buffer.from(text);
    await page.locator('#file').setInputFiles({ name, mimeType: 'text/plain', buffer });
  };
  const signIn = async (page: Page, token: string): Promise<void> => {
    await page.goto(`${bare.url}/data`);
    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  const STATES: [string, (page: Page) => Promise<unknown>][] = [
    [
      'the list, with all choices',
      async (page) => {
        await go('/data')(page);
        await page.getByText('Columns and other choices').click();
      },
    ],
    [
      'columns to choose',
      async (page) => {
        await choose(page, 'a.tsv', '1\tOpen the gate.\t문을 여세요.\n');
        await page.locator('#columns table').waitFor();
      },
    ],
    [
      'a file refused',
      async (page) => {
        await choose(page, 'a.txt', 'no columns\n');
        await page.getByRole('button', { name: 'Look at it' }).click();
        await page.getByRole('alert').waitFor();
      },
    ],
    [
      'a preview',
      async (page) => {
        await choose(page, 'a.tsv', domainFile({ ko: '네.', en: 'Yes.' }));
        await page.getByRole('button', { name: 'Look at it' }).click();
        await page.waitForURL(/previews/);
      },
    ],
    ['a preview that is over', (page) => page.goto(`${server.url}/data/previews/none`)],
    [
      'a data set, edited and searched',
      async (page) => {
        await go('/data/1?search=bekan')(page);
        await page.getByText('Add a pair').click();
        await page.locator('[data-edit]').first().click();
        await page.locator('#edit-ko').fill('English');
        await page.keyboard.press('Enter');
        await page.getByRole('alert').waitFor();
        await page.locator('[data-remove]').nth(2).click();
      },
    ],
    ['nothing found', go('/data/1?search=nothing')],
    ['an earlier version', go('/data/1?version=1')],
    [
      'a question',
      async (page) => {
        await go('/data/1')(page);
        await page.getByText('Delete the data set…').click();
      },
    ],
    ['a pair alone', go('/data/1/pairs/1')],
    [
      'corrections',
      async (page) => {
        await go('/data/corrections')(page);
        await page.keyboard.press('e');
      },
    ],
    [
      'a better translation',
      async (page) => {
        await open(page, linkTo(server.url, '저는 학생입니다.'));
        await page.getByText('Suggest a better translation').click();
        await page.getByRole('button', { name: 'Send it' }).click();
        await page.getByRole('alert').waitFor();
      },
    ],
    [
      'signing in with another token',
      async (page) => {
        await signIn(page, 'another');
        await page.getByRole('alert').waitFor();
      },
    ],
    [
      'no data yet, signed in',
      async (page) => {
        await signIn(page, 'token');
        await page.getByText('There is no data set yet.').waitFor();
      },
    ],
    [
      'no corrections',
      async (page) => {
        await signIn(page, 'token');
        await page.getByRole('link', { name: 'Corrections to review' }).click();
        await page.getByText('Nothing waits').waitFor();
      },
    ],
  ];

  it.each(STATES)('%s', (_name, reach) =>
    visit(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' }, async (page) => {
      await reach(page);
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
      const tooWide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(tooWide).toBe(0);
    }),
  );
});
