/** The pages for models in a real browser: promotion with its refusal, the way back, comparison, files, and their news. */
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import type { FakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { bundle } from '../support/bundle.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { knowingService, LONG_NAME } from './knowing-service.js';
import { servePage } from './page-server.js';
import { registryHome } from './registry-home.js';
import type { RegistryHome } from './registry-home.js';
import { open, visit } from './visit.js';

describeInChromium('the pages for models in Chromium', () => {
  let browser: Browser;
  let home: RegistryHome;
  let service: FakeService;
  let retraining: Retraining;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    home = await registryHome();
    service = knowingService();
    retraining = createRetraining(home.store, service, {
      comparisonScript: pathToFileURL(await bundle('registry/comparison-worker.ts')),
    });
    await retraining.promoter.promote('shop-1');
    server = await servePage(service, { retraining });
  });
  afterEach(async () => {
    await server.close();
    await retraining.close();
    home.remove();
  });

  const version = (page: Page, name: string) =>
    page.locator('.version').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const promote = (page: Page, name: string) =>
    version(page, name).getByRole('button', { name: 'Promote' }).click();
  const active = (page: Page) => page.locator('.active-name').first();
  /** Answers what is asked before something is done: unfolded, or in a dialog with a script. */
  const confirm = async (page: Page, scripted: boolean, name: string) => {
    const within = scripted ? page.getByRole('dialog') : page;
    await within.getByRole('button', { name }).click();
  };

  describe.each([true, false])('with a script: %s', (javaScriptEnabled) => {
    const look = (work: (page: Page) => Promise<void>) => visit(browser, { javaScriptEnabled }, work);
    const goto = async (page: Page, path: string) => {
      if (javaScriptEnabled) await open(page, server.url + path);
      else await page.goto(server.url + path);
    };

    it('promotes and goes back, and says to which model', () =>
      look(async (page) => {
        await goto(page, '/models');
        expect(await active(page).innerText()).toBe('shop-1');
        await promote(page, 'shop-2');
        await page.getByRole('heading', { name: 'shop-2 translates Korean → English now' }).waitFor();
        expect(await active(page).innerText()).toBe('shop-2');
        await page.locator('.verdict').getByRole('button', { name: 'Roll back to shop-1' }).click();
        await page.getByRole('heading', { name: 'shop-1 translates Korean → English again' }).waitFor();
        expect(await active(page).innerText()).toBe('shop-1');
        await page.getByRole('button', { name: 'Roll back to ko-en' }).click();
        await page.getByRole('heading', { name: 'ko-en translates Korean → English again' }).waitFor();
        expect(await page.getByRole('button', { name: /Roll back/ }).count()).toBe(0);
        expect(await page.locator('.history .badge').allTextContents()).toEqual([
          'rolled back',
          'rolled back',
          'promoted',
          'promoted',
        ]);
      }));

    it('refuses one that has forgotten, with the numbers, and promotes it all the same when told twice', () =>
      look(async (page) => {
        await goto(page, '/models');
        await promote(page, LONG_NAME);
        const verdict = page.locator('.verdict');
        await verdict.getByRole('heading', { name: `${LONG_NAME} was not promoted` }).waitFor();
        expect(await verdict.locator('tr > :last-child').allTextContents()).toEqual([
          'chrF',
          '100.0',
          expect.stringMatching(/^\d\.\d\d$/),
          expect.stringMatching(/^−9\d\.\d$/),
        ]);
        expect(await active(page).innerText()).toBe('shop-1');
        expect(await page.locator('.history tbody tr').first().innerText()).toMatch(
          /refused.*chrF on the base test/s,
        );
        await verdict.getByText('Promote all the same').click();
        await confirm(page, javaScriptEnabled, `Promote ${LONG_NAME} all the same`);
        await page.getByRole('heading', { name: `${LONG_NAME} translates Korean → English now` }).waitFor();
        expect(await active(page).innerText()).toBe(LONG_NAME);
        expect(await page.locator('.history tbody tr').first().innerText()).toContain('forced');
      }));

    it('deletes what does not translate, once it was asked', () =>
      look(async (page) => {
        await goto(page, '/models');
        expect(await version(page, 'shop-1').getByText('Delete', { exact: true }).count()).toBe(0);
        await version(page, 'shop-3').getByText('Delete', { exact: true }).click();
        await confirm(page, javaScriptEnabled, 'Delete shop-3');
        await page.getByRole('heading', { name: 'shop-3 is deleted' }).waitFor();
        expect(await version(page, 'shop-3').count()).toBe(0);
        expect(retraining.registry.list().map(({ name }) => name)).not.toContain('shop-3');
      }));

    it('hands a model on as a file and takes it back', () =>
      look(async (page) => {
        await goto(page, '/models');
        const downloaded = page.waitForEvent('download');
        await version(page, 'shop-2').getByRole('link', { name: 'Download shop-2' }).click();
        const buffer = readFileSync(await (await downloaded).path());
        await page
          .getByLabel('File', { exact: true })
          .setInputFiles({ name: 'shop.zip', mimeType: 'application/zip', buffer });
        await page.getByLabel('Name').fill('returned');
        await page.getByRole('button', { name: 'Upload the model' }).click();
        await page.waitForURL('**/models/returned-1');
        expect(await page.locator('.page-lead').innerText()).toMatch(
          /^Uploaded as a file, fine-tuned from shop-1/,
        );
      }));

    it('compares two models, with the sentences that changed', () =>
      look(async (page) => {
        await goto(page, '/models');
        await version(page, LONG_NAME).getByRole('link', { name: 'Compare' }).click();
        await page.getByLabel('Test set').selectOption('base');
        await page.getByRole('button', { name: 'Compare' }).click();
        await page.getByText('By chrF on data/everyday/test.tsv, 4 sentences.').waitFor();
        expect(await page.locator('#compared-name').innerText()).toMatch(
          /^shop-1 is better: such a difference comes by chance in 1 of [\d,]+ cases$/,
        );
        expect(await page.locator('.changes-line').innerText()).toBe(
          `Of 4 sentences, ${LONG_NAME} translates 0 better, 0 as before and 4 worse.`,
        );
        const first = page.locator('.compared').first();
        expect(await first.locator('mark').allInnerTexts()).toEqual([
          expect.stringMatching(/^(One|Two|Three|Four)\.$/),
          'Six.',
        ]);
        if (!javaScriptEnabled) {
          expect(
            await first.getByRole('link', { name: `inside ${LONG_NAME}` }).getAttribute('href'),
          ).toContain(`model=${LONG_NAME}`);
          return;
        }
        await first.getByText('Where they looked').click();
        await first.locator('svg.heatmap').nth(1).waitFor();
        expect(await first.locator('[data-heatmaps] .side').count()).toBe(2);
      }));

    it('follows a comparison until it is there', () =>
      look(async (page) => {
        const held = service.translateAll;
        let release: () => void = () => undefined;
        const released = new Promise<void>((resolve) => (release = resolve));
        service.translateAll = async (...asked) => {
          await released;
          return held(...asked);
        };
        await goto(page, '/models/compare?a=shop-3&b=shop-2&test=base');
        await page.getByText('The models translate the test set.').waitFor();
        if (javaScriptEnabled) {
          await page.getByRole('progressbar').waitFor();
          const progress = { model: 'shop-2', test: 'base', name: 'the base test', done: 2, total: 4 };
          retraining.streams.tell('translating', progress);
          await page.getByText('shop-2 translates the base test: 2 of 4 sentences').waitFor();
        }
        release();
        await page.getByRole('heading', { name: 'shop-3 and shop-2 are the same' }).waitFor();
      }));

    it('tries exactly the model of its page, beside the active one', () =>
      look(async (page) => {
        await goto(page, '/models/shop-2');
        await page.getByLabel('Text in Korean').fill('하나.');
        await page.getByRole('button', { name: 'Translate with shop-2' }).click();
        await page.locator('#tried .side').nth(1).waitFor();
        expect(await page.locator('#tried .outcome-text').allInnerTexts()).toEqual([
          'by shop-2',
          'by shop-1',
        ]);
      }));
  });

  it('shows the steps of a promotion while it works', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/models`);
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      const { promoter } = retraining;
      const promoting = promoter.promote.bind(promoter);
      promoter.promote = async (...asked) => {
        retraining.streams.tell('promotion', { model: 'shop-2', step: 'base' });
        retraining.streams.tell('translating', {
          model: 'shop-2',
          test: 'base',
          name: 'the base test',
          done: 32,
          total: 1000,
        });
        await held;
        return promoting(...asked);
      };
      await promote(page, 'shop-2');
      await page.getByText('shop-2 translates the base test: 32 of 1,000 sentences').waitFor();
      const steps = version(page, 'shop-2').locator('.step');
      expect(await steps.locator('nth=0').getAttribute('class')).toBe('step step-over');
      expect(await steps.locator('nth=1').getAttribute('aria-current')).toBe('step');
      expect(await steps.locator('nth=2').getAttribute('class')).toBe('step step-next');
      release();
      await page.getByRole('heading', { name: 'shop-2 translates Korean → English now' }).waitFor();
    }));

  it('shows a model as soon as a training has registered it, and keeps what has the focus', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/models`);
      const link = version(page, 'shop-2').getByRole('link', { name: 'shop-2', exact: true });
      await link.focus();
      const name = home.register('fresh');
      home.store.events.add({ kind: 'registered', data: { model: name } });
      await version(page, name).waitFor();
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('shop-2');
    }));

  it('says in one line what is wrong with a file', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/models`);
      const buffer = Buffer.from('no zip');
      await page
        .getByLabel('File', { exact: true })
        .setInputFiles({ name: 'x.zip', mimeType: 'application/zip', buffer });
      await page.getByRole('button', { name: 'Upload the model' }).click();
      expect(await page.getByRole('alert').innerText()).toContain(
        'Model file: expected a zip that ieum wrote',
      );
    }));

  it('tells where a model came from', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/models/shop-3`);
      const facts = await page.locator('.facts').first().innerText();
      expect(facts).toMatch(/shop-3.*shop-2.*shop-1.*ko-en/s);
      expect(facts).toContain(home.store.dataSets.version(home.dataSet).hash);
      await page.getByText('Its configuration').click();
      expect(await page.locator('pre').first().innerText()).toContain('updates: 150');
      await open(page, `${server.url}/models/ko-en`);
      await page.getByText('Its own description').click();
      expect(await page.locator('pre').innerText()).toContain('# Korean to English');
      expect((await page.goto(`${server.url}/models/none-1`))?.status()).toBe(404);
    }));
});
