/** The page without JavaScript, by keyboard alone, on narrow screens, and its pictures as they are really drawn. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Listening } from '../web/listening.js';
import { PHRASES } from '../web/phrasebook.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { livelyService } from './lively-service.js';
import { servePage } from './page-server.js';
import { linkTo, open, visit } from './visit.js';

const LONG = PHRASES.find(({ sourcePieces }) => sourcePieces.length > 35)?.text ?? '';
const KOREAN = '오늘은 날씨가 정말 좋네요.';

describeInChromium('the layout in Chromium', () => {
  let browser: Browser;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await servePage(livelyService());
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it('works without JavaScript: form, alternatives, heatmap, units, table, the way back', () =>
    visit(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url);
      await page.getByLabel('Text', { exact: true }).fill(KOREAN);
      await page.getByRole('radio', { name: 'Korean', exact: true }).check();
      await page.getByRole('button', { name: 'Translate' }).click();
      expect(await page.locator('#translated').innerText()).toBe('The weather is really nice today.');
      expect(await page.getByRole('radio', { name: 'Korean', exact: true }).isChecked()).toBe(true);
      expect(await page.locator('button:visible').allInnerTexts()).toEqual(['Translate']);

      await page.locator('.cell[data-row="1"][data-column="0"]').hover();
      const row = page.locator('.row[data-row="3"]');
      await expect.poll(() => row.evaluate((group) => getComputedStyle(group).opacity)).toBe('0.3');

      await page.locator('.alternative').nth(1).click();
      expect(await page.locator('#translated').innerText()).toBe('The weather is really nice today. (2)');
      await page.getByRole('link', { name: 'Pieces' }).click();
      expect(await page.locator('.rows .label').allTextContents()).toContain('▁(2)');
      await page.getByText('The same as a table').click();
      expect(await page.getByRole('rowheader', { name: '⟨end⟩' }).isVisible()).toBe(true);
      await page.getByRole('link', { name: 'Translate back' }).click();
      expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe(
        'The weather is really nice today. (2)',
      );
      expect(await page.getByRole('radio', { name: 'English', exact: true }).isChecked()).toBe(true);
    }));

  it('works by keyboard alone, from the text to the search', () =>
    visit(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await open(page, server.url);
      const tabTo = async (selector: string): Promise<void> => {
        for (let presses = 0; presses < 60; presses++) {
          if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
          await page.keyboard.press('Tab');
        }
        throw new Error(`keyboard: expected to come to ${selector}, did not`);
      };
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
      await page.keyboard.type(KOREAN);
      await page.locator('#translated').waitFor();
      await tabTo('.alternative[data-pick="2"]');
      await page.keyboard.press('Enter');
      expect(await page.locator('#translated').innerText()).toContain('(3)');
      await tabTo('#tint');
      await page.keyboard.press('Space');
      expect(await page.locator('body').getAttribute('class')).toBe('tinted');
      await tabTo('[data-form="lines"]');
      await page.keyboard.press('Enter');
      expect(await page.locator('.line-view').count()).toBe(1);
      await tabTo('[role="tab"]');
      for (let presses = 0; presses < 3; presses++) await page.keyboard.press('ArrowRight');
      await page.locator('svg.tree').waitFor();
      await tabTo('.node');
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator('.node.chosen').getAttribute('data-node')).toBe('14');
      expect(await page.evaluate(() => document.activeElement?.matches('.node.chosen'))).toBe(true);
    }));

  it.each([320, 360, 768, 1280, 2200])('never scrolls sideways as a whole at %i px', (width) =>
    visit(browser, { viewport: { width, height: 800 } }, async (page) => {
      const overflow = (): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth);
      const texts = [KOREAN, LONG, '가'.repeat(300), 'x'.repeat(300)];
      for (const address of [
        server.url,
        `${server.url}/files`,
        ...texts.map((text) => linkTo(server.url, text)),
      ]) {
        await open(page, address);
        expect(await overflow()).toBeLessThanOrEqual(width);
      }
      await open(page, linkTo(server.url, KOREAN));
      for (const tab of ['Inside a step', 'What if', 'The search', 'Compare']) {
        await page.getByRole('tab', { name: tab }).click();
        await page.waitForLoadState('networkidle');
        expect(await overflow()).toBeLessThanOrEqual(width);
      }
      for (const picture of ['Lines', 'List']) {
        await page.getByRole('button', { name: picture }).click();
        expect(await overflow()).toBeLessThanOrEqual(width);
      }
    }),
  );

  it.each([
    ['Heatmap', 'words'],
    ['Heatmap', 'pieces'],
    ['Lines', 'words'],
  ])('draws every label of a long sentence within the picture: %s of %s', (picture, units) =>
    visit(browser, { viewport: { width: 1280, height: 800 } }, async (page) => {
      await open(page, linkTo(server.url, LONG, { units }));
      await page.getByRole('button', { name: picture, exact: true }).click();
      const outside = await page.evaluate(() => {
        const svg = document.querySelector('svg.heatmap');
        if (!svg) return ['no picture'];
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
    visit(browser, { colorScheme: 'dark' }, async (page) => {
      await open(page, linkTo(server.url, KOREAN));
      const colours = await page.evaluate(() => ({
        ground: getComputedStyle(document.body).backgroundColor,
        cell: getComputedStyle(document.querySelector('.cell.w0') ?? document.body).fill,
      }));
      expect(colours.ground).toBe('rgb(16, 19, 25)');
      expect(colours.cell).not.toBe('rgb(240, 243, 249)');
    }));

  it('stands still where motion is unwelcome', () =>
    visit(browser, { reducedMotion: 'reduce' }, async (page) => {
      await open(page, linkTo(server.url, KOREAN));
      const cell = page.locator('.cell').first();
      expect(await cell.evaluate((element) => getComputedStyle(element).transitionDuration)).toBe('0s');
    }));
});
