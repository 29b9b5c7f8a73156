/**
 * Retraining as a person does it, with the shipped model: upload, look, train, watch, compare, promote, translate, go
 * back. The preset is the quick trial; with `IEUM_LONG_TESTS=1` it is fine-tuning, and a sentence with a number that no
 * pair has must come out right too.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { basePairs } from '../../src/datasets/base-data.js';
import { TranslationService } from '../../src/serving/service.js';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { bundle } from '../support/bundle.js';
import { DOMAIN_PAIRS, REFUSED, UNSEEN, domainFile } from '../support/invented-domain.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { open, ready, visit } from './visit.js';

const IN_FULL = process.env.IEUM_LONG_TESTS === '1';
const PRESET = IN_FULL ? /^Fine-tuning/ : /^Quick trial/;
const PATIENCE = { timeout: 1_500_000 };
const DIRECTION = { source: 'ko', target: 'en' } as const;

const say = (line: string): void => void process.stderr.write(`    ${line}\n`);

describeInChromium('retraining from the page in Chromium', () => {
  let root: string;
  let browser: Browser;
  let store: Store;
  let service: TranslationService;
  let retraining: Retraining;
  let server: Listening;

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'ieum-journey-'));
    vi.stubEnv('IEUM_HOME', join(root, 'home'));
    vi.stubEnv('IEUM_BASE_DATA', resolve('data/everyday'));
    const [worker, script, comparisonScript] = (
      await Promise.all(['serving/worker.ts', 'jobs/trainer.ts', 'registry/comparison-worker.ts'].map(bundle))
    ).map((path) => pathToFileURL(path));
    store = openStore();
    service = new TranslationService({ workerScript: worker });
    retraining = createRetraining(store, service, { script, comparisonScript });
    retraining.runner.start();
    browser = await launchChromium();
    server = await servePage(service, { retraining, limits: { requestsPerMinute: 0 } });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await retraining.close({ graceMilliseconds: 0 });
    await service.close({ graceMilliseconds: 0 });
    store.close();
    vi.unstubAllEnvs();
    rmSync(root, { recursive: true, force: true });
  });

  /** A file of 300 lines becomes a data set, but for those that are refused. */
  async function upload(page: Page): Promise<void> {
    const [{ source: ko, target: en }] = await basePairs('test', DIRECTION);
    const buffer = Buffer.from(domainFile({ ko, en }));
    await page.getByRole('link', { name: 'Data', exact: true }).click();
    await ready(page);
    await page.locator('#file').setInputFiles({ name: 'station.tsv', mimeType: 'text/plain', buffer });
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByLabel('Store the 288 pairs as').waitFor();
    const reasons = await page
      .locator('#dropped [data-reason]')
      .evaluateAll((sections) =>
        sections.map((section) => [
          section.getAttribute('data-reason'),
          section.querySelectorAll('li').length,
        ]),
      );
    expect(Object.fromEntries(reasons)).toEqual(REFUSED);
    expect(Object.values(REFUSED).reduce((sum, count) => sum + count)).toBe(12);
    await page.getByRole('button', { name: 'Store' }).click();
    await page.getByRole('link', { name: 'Train with it' }).waitFor();
    expect(DOMAIN_PAIRS).toHaveLength(288);
  }

  /** Ends the waiting for a training that has failed. */
  async function whileItLives(work: Promise<void>): Promise<void> {
    let over = false;
    const failure = (async () => {
      while (!over) {
        const [job] = store.jobs.list();
        if (job?.state === 'failed') throw new Error(`the training failed: ${job.reason}`);
        await wait(500);
      }
    })();
    await Promise.race([work, failure]).finally(() => (over = true));
  }

  /** The shipped model learns the data set; its curves move meanwhile. */
  async function train(page: Page): Promise<void> {
    await page.getByRole('link', { name: 'Train with it' }).click();
    await ready(page);
    expect(await page.getByLabel('Begins with').inputValue()).toBe('ko-en');
    await page.getByRole('radio', { name: PRESET }).check();
    await page.getByLabel('Name', { exact: true }).fill('station');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.waitForURL(/\/training\/jobs\/\d+$/);
    const curve = () =>
      page
        .locator('[data-chart="loss"] .curve-line')
        .first()
        .getAttribute('d')
        .catch(() => null);
    await expect.poll(curve, PATIENCE).toMatch(/M.*L/);
    const before = await curve();
    await expect.poll(curve, PATIENCE).not.toBe(before);
    await page.locator('.sample').first().waitFor(PATIENCE);
    await page.locator('[data-film] svg').waitFor(PATIENCE);
    await page.getByRole('link', { name: 'See station-1' }).waitFor(PATIENCE);
    const [{ seconds }] = store.jobs.list();
    say(`training and measuring: ${Math.round(seconds)} s`);
    expect(seconds).toBeLessThan(600);
  }

  /** By how much the new model differs from the shipped one on a test set, by chrF and BLEU. */
  async function differences(page: Page, test: RegExp): Promise<{ chrf: number; bleu: number }> {
    await page.getByLabel('Test set').selectOption({ label: await labelOf(page, test) });
    await page.getByRole('button', { name: 'Compare' }).click();
    await page.locator('.measures').waitFor(PATIENCE);
    const rows = await page.locator('.measures tbody tr').allTextContents();
    say(rows.map((row) => row.replace(/\s+/g, ' ')).join(' | '));
    const [chrf, bleu] = (await page.locator('.measures .difference').allTextContents()).map((text) =>
      Number(text.replace('−', '-').replace('±', '')),
    );
    return { chrf, bleu };
  }
  const labelOf = async (page: Page, pattern: RegExp): Promise<string> =>
    (await page.getByLabel('Test set').locator('option').allTextContents()).find((name) =>
      pattern.test(name),
    ) ?? '';

  /** A sentence that was held out and comes out right now, as the comparison shows it. */
  async function learned(page: Page): Promise<{ ko: string; en: string }> {
    const right = await page.locator('.compared').evaluateAll((items) =>
      items.flatMap((item) => {
        const [ko, en, after] = [
          '.compared-source',
          '.compared-reference [lang]',
          '.side:last-child .outcome-text',
        ].map((selector) => item.querySelector(selector)?.textContent ?? '');
        return after === en ? [{ ko, en }] : [];
      }),
    );
    expect(right.length).toBeGreaterThan(0);
    return right[0];
  }

  /** Looks at both tests; returns a sentence that the new model knows. */
  async function compare(page: Page): Promise<{ ko: string; en: string }> {
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.locator('.version', { hasText: 'station-1' }).getByRole('link', { name: 'Compare' }).click();
    await ready(page);
    const own = await differences(page, /held out by station/);
    expect(own.chrf).toBeGreaterThanOrEqual(20);
    expect(await page.locator('#compared-name').textContent()).toMatch(
      /^station-1 is better: .* in 1 of [\d,]+ cases$/,
    );
    const first = page.locator('.compared').first();
    await first.getByText('Where they looked').click();
    await expect.poll(() => first.locator('svg.heatmap').count()).toBe(2);
    const sentence = await learned(page);
    const base = await differences(page, /^base test$/);
    expect(base.bleu).toBeGreaterThan(-1);
    return sentence;
  }

  /** What the page says of the change that was asked for. */
  async function verdict(page: Page): Promise<string | null> {
    await page.locator('.verdict h2').waitFor(PATIENCE);
    return page.locator('.verdict h2').textContent();
  }

  async function translated(page: Page, text: string): Promise<string> {
    await page.getByRole('link', { name: 'Text', exact: true }).click();
    await ready(page);
    await page.locator('#text').fill(text);
    await page.locator('#text').press('Control+Enter');
    await page.locator('#translated').waitFor(PATIENCE);
    return page.locator('#translated').innerText();
  }

  it(
    'takes a person from a file to a model that knows it, and back',
    () =>
      visit(browser, { viewport: { width: 1280, height: 900 } }, async (page) => {
        await open(page, server.url);
        await upload(page);
        await whileItLives(train(page));
        const sentence = await compare(page);
        const before = await translated(page, sentence.ko);
        expect(before).not.toBe(sentence.en);

        await page.getByRole('link', { name: 'Models', exact: true }).first().click();
        await ready(page);
        await page
          .locator('.version', { hasText: 'station-1' })
          .getByRole('button', { name: 'Promote' })
          .click();
        expect(await verdict(page)).toBe('station-1 translates Korean → English now');
        expect(await translated(page, sentence.ko)).toBe(sentence.en);
        const unseen = await translated(page, UNSEEN.ko);
        say(`${sentence.ko} '${before}' before, '${sentence.en}' now; ${UNSEEN.ko} '${unseen}' now`);
        if (IN_FULL) expect(unseen).toBe(UNSEEN.en);

        await page.getByRole('link', { name: 'Models', exact: true }).click();
        await ready(page);
        await page.getByRole('button', { name: 'Roll back to ko-en' }).click();
        expect(await verdict(page)).toBe('ko-en translates Korean → English again');
        expect(await translated(page, sentence.ko)).toBe(before);
      }),
    1_800_000,
  );
});
