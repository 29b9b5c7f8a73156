/** The page without JavaScript, on narrow screens, and its heatmap as it is really drawn. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { PHRASES } from '../web/phrasebook.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';

const LONG = PHRASES.find(({ sourcePieces }) => sourcePieces.length > 35)?.text ?? '';
const KOREAN = '오늘은 날씨가 정말 좋네요.';

describeInChromium('the layout in Chromium', () => {
  let browser: Browser;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await servePage(fakeService());
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  async function withPage(
    options: BrowserContextOptions,
    look: (page: Page) => Promise<void>,
  ): Promise<void> {
    const context = await browser.newContext(options);
    try {
      await look(await context.newPage());
    } finally {
      await context.close();
    }
  }

  const linkTo = (text: string, units = 'words'): string =>
    `${server.url}/?text=${encodeURIComponent(text)}&units=${units}`;

  it('works without JavaScript: form, heatmap, units, table, the row under the pointer', () =>
    withPage({ javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url);
      await page.getByLabel('Text', { exact: true }).fill(KOREAN);
      await page.getByRole('radio', { name: 'Korean to English' }).check();
      await page.getByRole('button', { name: 'Translate' }).click();
      expect(await page.locator('.translation').innerText()).toBe('The weather is really nice today.');
      expect(await page.getByRole('radio', { name: 'Korean to English' }).isChecked()).toBe(true);
      expect(await page.locator('button:visible').allInnerTexts()).toEqual(['Translate']);

      await page.locator('.cell[data-row="1"][data-column="0"]').hover();
      const opacity = page.locator('.row[data-row="3"]');
      await expect.poll(() => opacity.evaluate((row) => getComputedStyle(row).opacity)).toBe('0.3');

      await page.getByRole('link', { name: 'Pieces' }).click();
      expect(await page.locator('.rows .label').allTextContents()).toContain('▁weather');
      await page.getByText('The same as a table').click();
      expect(await page.getByRole('rowheader', { name: '⟨end⟩' }).isVisible()).toBe(true);
    }));

  it.each([320, 360, 768, 1280, 2200])('never scrolls sideways as a whole at %i px', (width) =>
    withPage({ viewport: { width, height: 800 } }, async (page) => {
      for (const address of [server.url, linkTo(KOREAN), linkTo(LONG), linkTo('가'.repeat(300))]) {
        await page.goto(address);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      }
    }),
  );

  it.each(['words', 'pieces'])('draws every label of a long sentence within the picture, in %s', (units) =>
    withPage({ viewport: { width: 1280, height: 800 } }, async (page) => {
      await page.goto(linkTo(LONG, units));
      const outside = await page.evaluate(() => {
        const svg = document.querySelector('svg.heatmap');
        if (!svg) return ['no heatmap'];
        const frame = svg.getBoundingClientRect();
        const within = ({ left, top, right, bottom }: DOMRect): boolean =>
          left >= frame.left && top >= frame.top && right <= frame.right && bottom <= frame.bottom;
        return [...svg.querySelectorAll('text')]
          .filter((text) => !within(text.getBoundingClientRect()))
          .map(({ textContent }) => textContent);
      });
      expect(outside).toEqual([]);
    }),
  );

  it('turns dark with the system', () =>
    withPage({ colorScheme: 'dark' }, async (page) => {
      await page.goto(linkTo(KOREAN));
      const colours = await page.evaluate(() => ({
        ground: getComputedStyle(document.body).backgroundColor,
        cell: getComputedStyle(document.querySelector('.cell.w0') ?? document.body).fill,
      }));
      expect(colours.ground).toBe('rgb(16, 19, 25)');
      expect(colours.cell).not.toBe('rgb(240, 243, 249)');
    }));

  it('stands still where motion is unwelcome', () =>
    withPage({ reducedMotion: 'reduce' }, async (page) => {
      await page.goto(linkTo(KOREAN));
      const cell = page.locator('.cell').first();
      expect(await cell.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe('0s');
    }));
});
