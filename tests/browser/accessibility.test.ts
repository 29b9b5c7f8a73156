/** axe-core finds nothing to complain of, on any page in any state, on light and on dark. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listening } from '../web/listening.js';
import { PHRASES } from '../web/phrasebook.js';
import { violations } from './axe.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { livelyService } from './lively-service.js';
import { servePage } from './page-server.js';
import { linkTo, open, ready, visit } from './visit.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';
const LONG = PHRASES.find(({ targetPieces }) => targetPieces.length > 40)?.text ?? '';

describeInChromium('accessibility in Chromium', () => {
  let browser: Browser;
  let server: Listening;
  let bare: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await servePage(livelyService({ busy: 1000, delay: 0 }));
    const trainings = () => [{ source: 'ko' as const, target: 'en' as const, run: 'my-run', step: 12_400 }];
    bare = await servePage(livelyService({ models: [] }), { trainings });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await bare.close();
  });

  const openTab = async (page: Page, name: string, shown: string): Promise<void> => {
    await open(page, linkTo(server.url, KOREAN));
    await page.getByRole('tab', { name }).click();
    await page.locator(shown).first().waitFor();
  };

  const type = async (page: Page, text: string, shown: string): Promise<void> => {
    await open(page, server.url);
    await page.locator('#text').fill(text);
    await page.locator(shown).first().waitFor();
  };

  const STATES: [string, (page: Page) => Promise<unknown>][] = [
    ['empty', (page) => open(page, server.url)],
    ['translated', (page) => open(page, linkTo(server.url, KOREAN))],
    [
      'several sentences',
      (page) => open(page, linkTo(server.url, `${KOREAN} Hello there. 저는 학생입니다.`)),
    ],
    ['a long sentence', (page) => open(page, linkTo(server.url, LONG))],
    [
      'tinted, a word chosen',
      async (page) => {
        await open(page, linkTo(server.url, KOREAN));
        await page.getByLabel('Tint by certainty').check();
        await page.locator('.line-target .word').nth(1).click();
        await page.locator('.cell').nth(3).hover();
      },
    ],
    [
      'lines',
      async (page) => {
        await open(page, linkTo(server.url, KOREAN));
        await page.getByRole('button', { name: 'Lines' }).click();
      },
    ],
    ['waiting', (page) => type(page, 'a slow one', '#translation[aria-busy="true"]')],
    ['busy', (page) => type(page, 'busy', '.notice-busy')],
    ['broken', (page) => type(page, 'explode', '.notice')],
    ['refused', (page) => type(page, '🎉🎉', '.notice')],
    ['mistyped', (page) => type(page, 'dkssudgktpdy', '#suggestion')],
    ['model missing and training', (page) => open(page, bare.url)],
    [
      'history',
      async (page) => {
        await type(page, KOREAN, '#translated');
        await page.waitForFunction(() => localStorage.getItem('ieum.history') !== null);
        await page.getByRole('button', { name: 'History' }).click();
      },
    ],
    ['inside a step', (page) => openTab(page, 'Inside a step', '.stages')],
    [
      'what if',
      async (page) => {
        await openTab(page, 'What if', '.what-if');
        await page.locator('.what-if .chip').nth(2).click();
        await page.locator('.next-piece').nth(1).click();
        await page.locator('[data-panel="what-if"] svg').waitFor();
      },
    ],
    ['the search', (page) => openTab(page, 'The search', 'svg.tree')],
    ['compare', (page) => openTab(page, 'Compare', '.sides')],
    ['files', (page) => open(page, `${server.url}/files`)],
    [
      'a file translated',
      async (page) => {
        await open(page, `${server.url}/files`);
        const buffer = Buffer.from(KOREAN);
        await page.locator('#file').setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer });
        await page.getByRole('button', { name: 'Translate the file' }).click();
        await page.locator('.file-done').waitFor();
      },
    ],
    ['an address where nothing stands', (page) => page.goto(`${server.url}/nothing`)],
    ['the interface for programs', (page) => page.goto(`${server.url}/docs`)],
  ];

  it.each(STATES)('%s', (_name, reach) =>
    visit(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      // Nothing moves, so that colours are what they come to be.
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await reach(page);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
    }),
  );

  it.each([320, 768])('everything of a translation at %i px', (width) =>
    visit(browser, { viewport: { width, height: 800 }, reducedMotion: 'reduce' }, async (page) => {
      for (const tab of ['Attention', 'Inside a step', 'What if', 'The search', 'Compare']) {
        await page.goto(linkTo(server.url, KOREAN));
        await ready(page);
        await page.getByRole('tab', { name: tab }).click();
        await page.waitForLoadState('networkidle');
        expect(await violations(page)).toEqual([]);
      }
    }),
  );
});
