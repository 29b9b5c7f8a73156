/** Looking inside in a real browser: words light up, stay lit, are reached by keyboard; pictures, scales, files. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Listening } from '../web/listening.js';
import { PHRASES } from '../web/phrasebook.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { livelyService } from './lively-service.js';
import { servePage } from './page-server.js';
import { complaintsOf, linkTo, open } from './visit.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';
const LONG = PHRASES.find(({ targetPieces }) => targetPieces.length > 40)?.text ?? '';

describeInChromium('looking inside in Chromium', () => {
  let browser: Browser;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    server = await servePage(livelyService());
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const lit = (selector: string): Promise<string[]> => page.locator(`${selector}.lit`).allTextContents();
  const readout = (): Promise<string> => page.locator('.readout').innerText();

  it('lights the row of a word in the translation, and in the source what it looked at', async () => {
    await open(page, linkTo(server.url, KOREAN));
    await page.locator('#translated .word', { hasText: 'weather' }).hover();
    expect(await lit('.label')).toEqual(['weather']);
    expect(await page.locator('.cell.lit').count()).toBe(5);
    expect(await page.locator('.cell.lit[data-row="1"]').count()).toBe(5);
    expect(await page.locator('.line-source .word.attended').first().innerText()).toBe('오늘은');
    expect(await page.locator('.readout li').first().innerText()).toMatch(/^날씨가\s+60 %$/);
    expect(await readout()).toContain('Likeliest pieces there');
    await page.mouse.move(2, 2);
    expect(await page.locator('.lit').count()).toBe(0);
  });

  it('tells at a cell its weight, the probability of the step and the five likeliest pieces', async () => {
    await open(page, linkTo(server.url, KOREAN));
    await page.locator('.cell[data-row="1"][data-column="1"]').hover();
    const tooltip = await page.locator('#tooltip').innerText();
    expect(tooltip).toMatch(/weather ← 날씨가 60 %/);
    expect(tooltip).toContain('Step probability 70 %');
    expect(await page.locator('#tooltip tr').count()).toBe(5);
    expect(await page.locator('#tooltip b [lang="en"]').last().innerText()).toBe('▁weather');
    await page.locator('.line-source .word', { hasText: '정말' }).hover();
    expect(await page.locator('#tooltip').isVisible()).toBe(false);
    expect(await page.locator('.cell.lit[data-column="2"]').count()).toBe(7);
    expect(await page.locator('.readout li').first().innerText()).toMatch(/^really/);
  });

  it('keeps what was clicked until it is let go', async () => {
    await open(page, linkTo(server.url, KOREAN));
    await page.locator('.line-target .word', { hasText: 'really' }).click();
    await page.locator('.label[data-column="4"]').hover();
    expect(await lit('.label')).toEqual(['⟨end⟩']);
    await page.mouse.move(2, 2);
    expect(await lit('.label')).toEqual(['really']);
    expect(await readout()).toContain('Inside this step');
    await page.keyboard.press('Escape');
    expect(await page.locator('.lit').count()).toBe(0);
    await page.locator('.cell[data-row="5"][data-column="0"]').click();
    await page.mouse.move(2, 2);
    expect(await lit('.line-target .word')).toEqual(['today.']);
    expect(await page.locator('.cell.aimed').count()).toBe(1);
  });

  it('is moved through by the keyboard: words in a line, cells in two directions, one Tab stop each', async () => {
    await open(page, linkTo(server.url, KOREAN));
    expect(await page.locator('svg [tabindex="0"]').count()).toBe(1);
    await page.locator('#share').focus();
    for (let presses = 0; presses < 12; presses++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement?.matches('.line-target .word'))) break;
    }
    expect(await lit('.line-target .word')).toEqual(['The']);
    await page.keyboard.press('ArrowRight');
    expect(await lit('.line-target .word')).toEqual(['weather']);
    await page.keyboard.press('End');
    expect(await lit('.line-target .word')).toEqual(['today.']);
    await page.keyboard.press('Enter');
    expect(await page.locator('.line-target .pinned').innerText()).toBe('today.');

    await page.locator('svg [tabindex="0"]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowRight');
    const at = (): Promise<(string | undefined)[]> =>
      page.evaluate(() => {
        const { row, column } = (document.activeElement as SVGElement).dataset;
        return [row, column];
      });
    expect(await at()).toEqual(['1', '1']);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('60 %');
    expect(await lit('.label')).toEqual(['weather']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await at()).toEqual([undefined, '1']);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    expect(await at()).toEqual(['0', undefined]);
  });

  it('shows words or pieces, one scale or a scale by row, in place', async () => {
    await open(page, linkTo(server.url, KOREAN));
    const steps = (row: number): Promise<number[]> =>
      page
        .locator(`.cell[data-row="${row}"]`)
        .evaluateAll((cells) =>
          cells.map((cell) => Number(/\bw(\d+)/.exec(cell.getAttribute('class') ?? '')?.[1])),
        );
    expect(Math.max(...(await steps(1)))).toBe(12);
    await page.getByRole('button', { name: 'By row' }).click();
    expect(Math.max(...(await steps(1)))).toBe(20);
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.scale)).toBe('row');
    await page.getByRole('link', { name: 'Pieces' }).click();
    expect(await page.locator('.rows .label').allTextContents()).toContain('▁weather');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.units)).toBe('pieces');
    expect(new URL(page.url()).searchParams.get('units')).toBe('pieces');
    await page.locator('#translated .word', { hasText: 'day' }).hover();
    expect(await lit('.rows .label')).toEqual(['day']);
    await page.reload();
    expect(await page.getByRole('button', { name: 'By row' }).getAttribute('aria-pressed')).toBe('true');
  });

  it('joins the two sentences by lines that light up', async () => {
    await open(page, linkTo(server.url, KOREAN));
    await page.getByRole('button', { name: 'Lines' }).click();
    expect(await page.locator('.line-view .link').count()).toBeGreaterThan(7);
    await page.locator('.line-view .label[data-row="1"]').hover();
    expect(await page.locator('.link.lit').count()).toBe(await page.locator('.link[data-row="1"]').count());
    expect(await lit('#translated .word')).toEqual(['weather']);
  });

  it('falls back to a list above forty words, and still has the heatmap', async () => {
    await open(page, linkTo(server.url, LONG));
    expect(await page.locator('.looked-line').count()).toBeGreaterThan(40);
    expect(await page.locator('.picture .heatmap').isVisible()).toBe(false);
    await page.getByText('The heatmap all the same').click();
    expect(await page.locator('.picture .heatmap').isVisible()).toBe(true);
    await page.locator('.looked-word').nth(3).hover();
    expect(await page.locator('#translated .lit').count()).toBe(1);
  });

  it('opens one sentence at a time, also by its words', async () => {
    await open(page, linkTo(server.url, `${KOREAN} 저는 학생입니다.`));
    expect(await page.locator('.sentence[open]').count()).toBe(1);
    expect(await page.locator('.sentence svg.heatmap').count()).toBe(1);
    await page.locator('#translated .word', { hasText: 'student' }).click();
    expect(await page.locator('.sentence[open]').getAttribute('data-sentence')).toBe('2');
    expect(await lit('.rows .label')).toEqual(['student.']);
    await page.locator('.card-summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('.sentence[open]').getAttribute('data-sentence')).toBe('1');
    await page.locator('.sentence[open] .alternative').nth(2).click();
    expect(await page.locator('#translated').innerText()).toBe(
      'The weather is really nice today. (3) I am a student.',
    );
    expect(await page.locator('#alternatives').innerText()).toBe('');
  });

  it.each([
    ['SVG', 'attention-1.svg', /^<svg xmlns.*날씨가/s],
    ['CSV', 'attention-1.csv', /^\uFEFF,probability,오늘은,날씨가.*\r\nweather,0\.7000,/s],
    ['JSON', 'attention-1.json', /"probabilities": \[/],
    ['PNG', 'attention-1.png', /^\x89PNG/],
  ])('saves what is shown as %s', async (kind, name, beginning) => {
    await open(page, linkTo(server.url, KOREAN));
    const downloaded = page.waitForEvent('download');
    await page.getByRole('button', { name: `as ${kind}` }).click();
    const download = await downloaded;
    expect(download.suggestedFilename()).toBe(name);
    const bytes = readFileSync(await download.path());
    expect(bytes.toString(kind === 'PNG' ? 'latin1' : 'utf8')).toMatch(beginning);
  });
});
