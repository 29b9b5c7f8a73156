/** Trainings in a real browser, with a real tiny model: begun by the form, watched, paused, stopped, compared. */
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { smallHome, tinyRequest } from '../jobs/small-home.js';
import type { SmallHome } from '../jobs/small-home.js';
import { bundle } from '../support/bundle.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { open, visit } from './visit.js';

const WAIT = { timeout: 120_000 };
const YAML = `
tokenizer: { algorithm: bpe, sourceVocabulary: 450, targetVocabulary: 300, characterCoverage: 0.95 }
model: { embedding: 8, hidden: 12 }
training: { batchTokens: 150, warmup: 5, precision: float32 }
validation: { sentences: 4, samples: 2 }
`;

const badge = (page: Page, name: string) => page.locator('.training-line .badge', { hasText: name });

/** How many points the curve of the training loss is drawn with. */
const points = (page: Page): Promise<number> =>
  page
    .locator('[data-chart="loss"] .curve-1 .curve-line')
    .first()
    .getAttribute('d')
    .then((path) => (path ?? '').split(/[ML]/).length - 1);

describeInChromium('a training in Chromium', () => {
  let browser: Browser;
  let home: SmallHome;
  let retraining: Retraining;
  let server: Listening;

  beforeAll(async () => {
    home = smallHome();
    const service = fakeService();
    const script = pathToFileURL(await bundle('jobs/trainer.ts'));
    retraining = createRetraining(home.store, service, { script, pollMilliseconds: 50 });
    retraining.runner.start();
    browser = await launchChromium();
    server = await servePage(service, { retraining, limits: { requestsPerMinute: 0 } });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await retraining.close({ graceMilliseconds: 0 });
    home.remove();
  });

  /** Fills the form with a tiny model from scratch. */
  async function fillForm(page: Page, name: string): Promise<void> {
    await open(page, `${server.url}/training/new?data=${home.dataSet}`);
    await page.getByLabel('Begins with').selectOption('');
    await page.getByLabel('Name', { exact: true }).fill(name);
    await page.getByText('Settings', { exact: true }).click();
    await page.getByLabel('Updates', { exact: true }).fill('80');
    await page.getByLabel('Validation every').fill('20');
    await page.getByLabel('All other settings').fill(YAML);
  }

  it('is begun by the form, once it was told how long it takes, and watched to its end', () =>
    visit(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
      await fillForm(page, 'tiny');
      expect(await page.locator('[name="preset"]:checked').inputValue()).toBe('scratch');
      await page.locator('.estimate-total', { hasText: 'About' }).waitFor(WAIT);
      expect(await page.locator('#estimate').innerText()).toMatch(/Held out: \d+ to validate with/);
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.waitForURL(/\/training\/jobs\/\d+$/);

      await expect.poll(() => points(page), WAIT).toBeGreaterThan(1);
      const before = await points(page);
      await expect.poll(() => points(page), WAIT).toBeGreaterThan(before);
      await page.locator('.sample').first().waitFor(WAIT);
      await page.locator('[data-film] svg').waitFor(WAIT);
      await badge(page, 'Finished').waitFor(WAIT);

      expect(await points(page)).toBe(8);
      expect(await page.locator('[data-chart="scores"] .curve-2 .curve-dot').count()).toBe(4);
      expect(await page.locator('.training-scores-table tbody tr').count()).toBe(2);
      expect(await page.getByRole('link', { name: 'See tiny-1' }).getAttribute('href')).toBe(
        '/models/tiny-1',
      );
      expect(await page.locator('#reel').getAttribute('max')).toBe('3');
      // Drawn by the server alone it is the same.
      const values = await page.locator('[data-values]').allInnerTexts();
      await page.reload();
      expect(await page.locator('[data-values]').allInnerTexts()).toEqual(values);
    }));

  it('pauses, goes on, and is stopped and kept', () =>
    visit(browser, {}, async (page) => {
      const settings = tinyRequest(home).settings;
      const training = { ...settings.training, updates: 5000 };
      const request = tinyRequest(home, { name: 'long', settings: { ...settings, training } });
      const { id } = retraining.runner.add(request);
      await open(page, `${server.url}/training/jobs/${id}`);
      await expect.poll(() => points(page).catch(() => 0), WAIT).toBeGreaterThan(1);
      await page.getByRole('button', { name: 'Pause: long' }).click();
      await badge(page, 'Paused').waitFor(WAIT);
      const step = home.store.jobs.read(id).step;
      expect(step).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Resume: long' }).click();
      await badge(page, 'Training').waitFor(WAIT);
      await expect.poll(() => home.store.runs.list()[0].step, WAIT).toBeGreaterThan(step + 10);
      await page.getByRole('button', { name: 'Stop and keep: long' }).click();
      await badge(page, 'Stopped').waitFor(WAIT);
      await page.getByRole('link', { name: 'See long-1' }).waitFor(WAIT);
      expect(await page.locator('[data-connection]').innerText()).toBe('');
      const xs = home.store.runs
        .metrics(home.store.jobs.read(id).run!)
        .filter(({ kind }) => kind === 'training');
      expect(await points(page)).toBe(xs.length);
    }));

  it('is compared with another, by keyboard too', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/training`);
      expect(await page.getByRole('button', { name: 'Compare', exact: true }).isDisabled()).toBe(true);
      for (const name of ['tiny', 'long'])
        await page.getByRole('checkbox', { name: `Compare ${name}` }).check();
      await page.getByText('2 ticked').waitFor();
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await page.waitForURL(/\/training\/compare/);
      await page.locator('html[data-ready]').waitFor();
      expect(await page.locator('.curves .curve-name').allTextContents()).toEqual(
        expect.arrayContaining(['tiny', 'long']),
      );
      expect(await page.locator('.compared-table').innerText()).toMatch(/training\.updates\s+\d+\s+\d+/);

      await page.getByRole('link', { name: 'Training loss' }).click();
      expect(await page.locator('.chart-head h2').innerText()).toBe('Training loss');
      await page.getByRole('link', { name: 'by minutes' }).click();
      expect(page.url()).toContain('measure=training&by=minutes');
      await page.getByRole('link', { name: 'by updates' }).click();
      const reader = page.getByRole('slider', { name: 'Training loss' });
      await reader.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowRight');
      expect(await reader.getAttribute('aria-valuetext')).toMatch(/^update 20: .*tiny \d/);
      expect(await page.locator('.curve-here').count()).toBe(2);
      await page.keyboard.press('Escape');
      expect(await page.locator('.curve-here').count()).toBe(0);
      await page.reload();
      expect(await page.locator('.chart-head h2').innerText()).toBe('Training loss');
    }));

  it('is refused by its field where something is wrong', () =>
    visit(browser, {}, async (page) => {
      await fillForm(page, 'wrong');
      await page.getByLabel('Updates', { exact: true }).fill('-5');
      await page.getByRole('button', { name: 'Begin' }).click();
      const line = page.locator('[data-error="settings.training.updates"]');
      await line.waitFor();
      expect(await line.innerText()).toMatch(/^training\.updates: /);
      const field = page.getByLabel('Updates', { exact: true });
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe(
        'settings.training.updates',
      );
      await field.fill('80');
      expect(await line.isVisible()).toBe(false);
      await page.getByLabel('All other settings').fill('training: { updats: 3 }');
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.locator('[data-error="settings"]', { hasText: "nearest known one is 'updates'" }).waitFor();
      expect(home.store.jobs.list().map(({ name }) => name)).not.toContain('wrong');
    }));
});
