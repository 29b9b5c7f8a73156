/** The whole way, from a word typed in the browser through the worker to the shipped model's attention. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TranslationService } from '../../src/serving/service.js';
import type { Listening } from '../web/listening.js';
import { bundle } from '../support/bundle.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';

const missing = ['checkpoints/ko-en/model.json', 'checkpoints/en-ko/model.json'].filter(
  (path) => !existsSync(path),
);

function describeShipped(name: string, tests: () => void): void {
  if (missing.length === 0) {
    describeInChromium(name, tests);
    return;
  }
  console.warn(`Skipped, for want of ${missing.join(', ')}: ${name}`);
  describe.skip(name, tests);
}

describeShipped('the shipped models in Chromium', () => {
  let browser: Browser;
  let service: TranslationService;
  let server: Listening;

  beforeAll(async () => {
    service = new TranslationService({ workerScript: pathToFileURL(await bundle('serving/worker.ts')) });
    browser = await launchChromium();
    server = await servePage(service);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await service.close();
  });

  it.each([
    ['ko', '오늘은 날씨가 정말 좋네요.', /weather|nice|good|fine/i, 'en'],
    ['en', 'Where is the station?', /[\uac00-\ud7a3]/, 'ko'],
  ])('translate %s and show attention that sums to one', async (_source, text, expected, target) => {
    const page = await browser.newPage();
    await page.goto(server.url);
    await page.locator('#text').fill(text);
    await page.locator('#text').press('Control+Enter');
    await page.locator('#translated').waitFor();
    expect(await page.locator('#translated').innerText()).toMatch(expected);
    expect(await page.locator('#translated').getAttribute('lang')).toBe(target);

    const rows = await page
      .locator('.row')
      .evaluateAll((groups) =>
        groups.map((group) =>
          [...group.querySelectorAll<SVGRectElement>('.cell')].reduce(
            (sum, { dataset }) => sum + Number(dataset.weight),
            0,
          ),
        ),
      );
    expect(rows.length).toBeGreaterThan(2);
    for (const sum of rows) expect(sum).toBeCloseTo(1, 1);

    await page.locator('.line-target .word').first().hover();
    expect(await page.locator('.readout li').count()).toBeGreaterThan(0);
    expect(await page.locator('.alternative').count()).toBeGreaterThan(1);

    await page.getByRole('tab', { name: 'Inside a step' }).click();
    await page.locator('.stages').waitFor();
    const written = page.locator('.stage').last().locator('.strong');
    expect(await written.innerText()).toMatch(/%/);
    await page.getByRole('tab', { name: 'The search' }).click();
    await page.locator('svg.tree').waitFor();
    const said = await page.locator('.tree-says .outcome-text').innerText();
    expect(said).toBe(await page.locator('#translated').innerText());
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.locator('.sides').waitFor();
    await page.close();
  });
});
