/** The pages of data in a real browser: from a file with faults to a data set that is searched, edited and exported. */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createRetraining } from '../../src/web/retraining.js';
import { basePairs } from '../../src/datasets/base-data.js';
import { smallHome } from '../jobs/small-home.js';
import type { SmallHome } from '../jobs/small-home.js';
import { DOMAIN_PAIRS, REFUSED, domainFile } from '../support/invented-domain.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { open, ready, visit } from './visit.js';

describeInChromium('the pages of data in Chromium', () => {
  let browser: Browser;
  let home: SmallHome;
  let server: Listening;
  let file: { name: string; mimeType: string; buffer: Buffer };

  beforeAll(async () => {
    browser = await launchChromium();
    home = smallHome();
    const service = fakeService();
    const retraining = createRetraining(home.store, service);
    const limits = { requestsPerMinute: 0 };
    server = await servePage(service, { retraining, suggestions: home.store.suggestions, limits });
    const [{ source: ko, target: en }] = await basePairs('test', { source: 'ko', target: 'en' });
    file = { name: 'station.tsv', mimeType: 'text/plain', buffer: Buffer.from(domainFile({ ko, en })) };
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    home.remove();
  });

  const send = async (page: Page, files = [file]): Promise<void> => {
    await page.locator('#file').setInputFiles(files);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.waitForURL(/\/data\/previews\/\w+/);
  };
  /** The text of an element, without empty lines. */
  const linesOf = async (page: Page, selector: string): Promise<string> =>
    (await page.locator(selector).first().innerText()).replace(/\n+/g, '\n');
  const setNamed = (name: string): number => home.store.dataSets.named(name)?.id ?? 0;
  const figure = (page: Page, name: string): Promise<string> =>
    page.locator('.figures > div', { hasText: name }).locator('dd').innerText();

  /** What each reason is said to have refused, with how many lines are shown for it. */
  const refusals = (page: Page): Promise<Record<string, number>> =>
    page
      .locator('#dropped [data-reason]')
      .evaluateAll((sections) =>
        Object.fromEntries(
          sections.map((one) => [
            (one as HTMLElement).dataset.reason ?? '',
            one.querySelectorAll('li').length,
          ]),
        ),
      );

  it('shows which lines of a file are refused and why, and stores the rest', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data`);
      await send(page);
      await ready(page);
      expect(await refusals(page)).toEqual(REFUSED);
      expect([await figure(page, 'read'), await figure(page, 'kept'), await figure(page, 'dropped')]).toEqual(
        ['300', '288', '12'],
      );
      const malformed = await linesOf(page, '[data-reason="malformed"]');
      expect(malformed).toContain('line 50\na line without its tab\nexpected 2 columns');
      expect(malformed).toContain('a tab stands between them');
      expect(await page.locator('#kept .pair').count()).toBe(20);
      expect(setNamed('station')).toBe(0);
      await page.getByLabel('Store the 288 pairs as').fill('mine');
      await page.getByRole('button', { name: 'Store' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('got one that is taken');
      await page.getByLabel('Store the 288 pairs as').fill('station');
      await page.getByRole('button', { name: 'Store' }).click();
      await page.waitForURL(/\/data\/\d+$/);
      expect(await page.locator('#facts').innerText()).toMatch(
        /^288 pairs · version 1 · just now, station\.tsv$/,
      );
      expect(home.store.dataSets.pairs(setNamed('station'))[0]).toMatchObject(DOMAIN_PAIRS[0]);
    }));

  it('searches, leafs, edits, deletes and adds where the pairs stand', () =>
    visit(browser, {}, async (page) => {
      const id = setNamed('station');
      await open(page, `${server.url}/data/${id}`);
      const found = page.locator('#found');
      await page.getByLabel('Search in both languages').pressSequentially('bekan 펌프를');
      await expect.poll(() => found.innerText()).toBe('12 pairs with “bekan 펌프를”');
      expect(await page.locator('mark').first().innerText()).toBe('펌프를');
      expect(new URL(page.url()).searchParams.get('search')).toBe('bekan 펌프를');

      await page.locator('[data-edit]').nth(1).click();
      const english = page.locator('#edit-en');
      await english.fill('');
      await english.press('Enter');
      await page.locator('#edit-ko').fill('열지 마세요, 베칸 펌프를.');
      await english.fill('Keep the bekan pump shut.');
      await english.press('Enter');
      await expect.poll(() => page.locator('#facts').innerText()).toContain('version 2');
      expect(await page.locator('.pair').nth(1).innerText()).toContain('Keep the bekan pump shut.');
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-edit')))
        .toBe(await page.locator('[data-edit]').nth(1).getAttribute('data-edit'));

      await page.locator('[data-remove]').nth(0).click();
      await page.keyboard.press('Escape');
      expect(await page.locator('.pair-asking').count()).toBe(0);
      await page.locator('[data-remove]').nth(0).click();
      await page
        .getByRole('group', { name: 'Delete this pair?' })
        .getByRole('button', { name: 'Delete' })
        .click();
      await expect.poll(() => found.innerText()).toBe('11 pairs with “bekan 펌프를”');

      await page.getByText('Add a pair').click();
      await page.locator('#new-ko').fill('베칸 펌프를 청소했습니다.');
      await page.locator('#new-en').fill('The bekan pump was cleaned.');
      await page.getByRole('button', { name: 'Add', exact: true }).click();
      await expect.poll(() => page.locator('#added').innerText()).toBe('Added as the last of 288 pairs');
      await expect.poll(() => found.innerText()).toBe('12 pairs with “bekan 펌프를”');
      expect(await page.locator('.versions li').count()).toBe(4);
      expect(home.store.dataSets.version(id)).toMatchObject({ version: 4, pairs: 288 });

      await page.getByLabel('Search in both languages').fill('');
      await expect.poll(() => found.innerText()).toBe('288 pairs');
      await page.getByRole('link', { name: 'Last' }).first().click();
      await expect.poll(() => page.locator('.pager-where').first().innerText()).toBe('251–288 of 288');
      expect(await page.locator('.pair').last().innerText()).toContain('The bekan pump was cleaned.');
      await page.goBack();
      await expect.poll(() => page.locator('.pager-where').first().innerText()).toBe('1–50 of 288');
    }));

  it('says beside the fields what is wrong with a pair, and keeps what was written', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data/${setNamed('station')}`);
      await page.locator('[data-edit]').first().click();
      await page.locator('#edit-ko').fill('No Korean at all');
      await page.keyboard.press('Enter');
      const alert = page.locator('.pair.editing [role="alert"]');
      await alert.waitFor();
      expect(await alert.innerText()).toContain('a side is not in its language');
      expect(await page.locator('#edit-ko').inputValue()).toBe('No Korean at all');
      await page.keyboard.press('Escape');
      expect(await page.locator('.pair').first().innerText()).toContain(DOMAIN_PAIRS[0].ko);
    }));

  it.each(['TSV', 'CSV', 'JSONL', 'TMX'])('exports %s', (format) =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data/${setNamed('station')}?version=1`);
      expect(await page.locator('[data-edit]').count()).toBe(0);
      const downloaded = page.waitForEvent('download');
      await page.getByRole('link', { name: format, exact: true }).click();
      const download = await downloaded;
      expect(download.suggestedFilename()).toBe(`station-1.${format.toLowerCase()}`);
      const text = readFileSync(await download.path(), 'utf8');
      expect(text.split('Close the lumen valve in bay 1.').length).toBe(2);
      if (format === 'TSV') expect(text.trim().split('\n')).toHaveLength(288);
    }),
  );

  it('asks which column is which only where the file does not tell', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data`);
      const rows = '1\tOpen the gate.\t문을 여세요.\n2\tClose the gate.\t문을 닫으세요.\n';
      const gates = { name: 'gates.tsv', mimeType: 'text/plain', buffer: Buffer.from(rows) };
      await page.locator('#file').setInputFiles(file);
      expect(await page.locator('#columns').isHidden()).toBe(true);
      await page.locator('#file').setInputFiles(gates);
      await page.locator('#columns table').waitFor();
      expect(await page.getByLabel('Column 2').inputValue()).toBe('en');
      await page.getByLabel('Column 1').selectOption('en');
      expect(await page.getByLabel('Column 2').inputValue()).toBe('');
      await page.getByLabel('Column 2').selectOption('en');
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.waitForURL(/previews/);
      expect(await linesOf(page, '#kept')).toContain('문을 여세요.\nOpen the gate.');
      await page.getByRole('button', { name: 'Discard the file' }).click();
      await page.waitForURL(/\/data$/);
    }));

  it('takes both files of a Moses pair, whatever they are called', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data`);
      await send(page, [
        { name: 'one.txt', mimeType: 'text/plain', buffer: Buffer.from('Open the gate.\n') },
        { name: 'two.txt', mimeType: 'text/plain', buffer: Buffer.from('문을 여세요.\n') },
      ]);
      expect(await linesOf(page, '#kept')).toContain('문을 여세요.\nOpen the gate.');
    }));

  it.each([true, false])('says in one line why a file is refused, with a script: %s', (javaScriptEnabled) =>
    visit(browser, { javaScriptEnabled }, async (page) => {
      await page.goto(`${server.url}/data`);
      const buffer = Buffer.from('A text without columns.\n');
      await page.locator('#file').setInputFiles({ name: 'letter.txt', mimeType: 'text/plain', buffer });
      await page.getByRole('button', { name: 'Look at it' }).click();
      await page.getByText('got a text without columns').waitFor();
      if (javaScriptEnabled) expect(new URL(page.url()).pathname).toBe('/data');
    }),
  );

  it('tells kindly that a preview is over', () =>
    visit(browser, {}, async (page) => {
      const response = await page.goto(`${server.url}/data/previews/none`);
      expect(response?.status()).toBe(404);
      await page.getByRole('heading', { name: 'This look at a file is over' }).waitFor();
      await page.getByRole('link', { name: 'Send a file' }).click();
      await page.locator('#upload').waitFor();
    }));

  it('does all of it without a script', () =>
    visit(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${server.url}/data`);
      await send(page);
      expect(await refusals(page)).toEqual(REFUSED);
      await page.getByLabel('Store the 288 pairs as').fill('plain');
      await page.getByRole('button', { name: 'Store' }).click();
      await page.waitForURL(/\/data\/\d+$/);
      await page.getByLabel('Search in both languages').fill('tivet');
      await page.getByRole('button', { name: 'Search' }).click();
      expect(await page.locator('#found').innerText()).toBe('36 pairs with “tivet”');
      await page.locator('[data-edit]').first().click();
      await page.getByLabel('English').fill('The tivet sensor is shut.');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.waitForURL(/search=tivet/);
      expect(await page.locator('.pair').first().innerText()).toContain('The tivet sensor is shut.');
      await page.locator('[data-edit]').first().click();
      await page.getByText('Delete the pair…').click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.waitForURL(/search=tivet/);
      expect(await page.locator('#found').innerText()).toBe('35 pairs with “tivet”');
      await page.getByRole('link', { name: 'Version 1' }).click();
      await page.getByRole('link', { name: 'Next' }).first().click();
      expect(await page.locator('.pager-where').first().innerText()).toBe('51–100 of 288');
      await page.getByRole('link', { name: 'See the latest' }).click();
      await page.getByText('Delete the data set…').click();
      await page.getByRole('button', { name: 'Delete it' }).click();
      await page.waitForURL(/\/data$/);
      expect(setNamed('plain')).toBe(0);
    }));

  it('deletes a data set once it was asked', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/data/${setNamed('station')}`);
      await page.getByText('Delete the data set…').click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'Keep it' }).click();
      expect(setNamed('station')).toBeGreaterThan(0);
      await page.getByText('Delete the data set…').click();
      await dialog.getByRole('button', { name: 'Delete it' }).click();
      await page.waitForURL(/\/data$/);
      expect(setNamed('station')).toBe(0);
    }));
});
