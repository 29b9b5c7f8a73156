/** axe-core finds nothing to complain of on the pages for models, on light and on dark, wide and narrow. */
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { bundle } from '../support/bundle.js';
import type { Listening } from '../web/listening.js';
import { violations } from './axe.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { knowingService, LONG_NAME } from './knowing-service.js';
import { servePage } from './page-server.js';
import { registryHome } from './registry-home.js';
import type { RegistryHome } from './registry-home.js';
import { open, visit } from './visit.js';

describeInChromium('accessibility of the pages for models in Chromium', () => {
  let browser: Browser;
  let home: RegistryHome;
  let retraining: Retraining;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    home = await registryHome();
    const service = knowingService();
    retraining = createRetraining(home.store, service, {
      comparisonScript: pathToFileURL(await bundle('registry/comparison-worker.ts')),
    });
    await retraining.promoter.promote('shop-1');
    await retraining.promoter.promote(LONG_NAME).catch(() => undefined);
    server = await servePage(service, { retraining });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await retraining.close();
    home.remove();
  });

  const STATES: [string, string][] = [
    ['the list', '/models'],
    ['a promotion', '/models?promoted=shop-1'],
    ['a refusal', `/models?refused=${LONG_NAME}`],
    ['a model', '/models/shop-2?text=하나.'],
    ['a shipped model', '/models/ko-en'],
    ['a comparison', `/models/compare?a=shop-1&b=${LONG_NAME}&test=base`],
    ['nothing to compare', '/models/compare?from=en'],
  ];

  it.each(STATES)('axe finds nothing wrong with %s', (name, path) =>
    visit(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await open(page, server.url + path);
      if (name === 'a comparison') {
        await page.getByText('Where they looked').first().click();
        await page.locator('svg.heatmap').nth(1).waitFor();
      }
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      expect(await violations(page)).toEqual([]);
    }),
  );
});
