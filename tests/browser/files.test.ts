/** The page for files in a real browser, with a script and without one. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { open, visit } from './visit.js';

const LETTER = {
  name: 'letter.txt',
  mimeType: 'text/plain',
  buffer: Buffer.from('오늘은 날씨가 정말 좋네요.\n저는 학생입니다.\n'),
};
const TRANSLATED = 'The weather is really nice today.\nI am a student.\n';

describeInChromium('the page for files in Chromium', () => {
  let browser: Browser;
  let server: Listening;

  beforeAll(async () => {
    browser = await launchChromium();
    server = await servePage(fakeService({ delay: 300 }));
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });

  it.each([true, false])('translates a text file, with a script: %s', (javaScriptEnabled) =>
    visit(browser, { javaScriptEnabled }, async (page) => {
      await page.goto(`${server.url}/files`);
      await page.getByLabel('File', { exact: true }).setInputFiles(LETTER);
      await page.getByRole('button', { name: 'Translate the file' }).click();
      await page.locator('.file-progress, .file-done').first().waitFor();
      const link = page.getByRole('link', { name: 'Save the translation' });
      await link.waitFor();
      expect(await page.locator('.file-done').innerText()).toContain('2 sentences');
      const downloaded = page.waitForEvent('download');
      await link.click();
      const download = await downloaded;
      expect(readFileSync(await download.path(), 'utf8')).toBe(TRANSLATED);
    }),
  );

  it.each([true, false])(
    'says in one line what is wrong with a file, with a script: %s',
    (javaScriptEnabled) =>
      visit(browser, { javaScriptEnabled }, async (page) => {
        await page.goto(`${server.url}/files`);
        await page
          .getByLabel('File', { exact: true })
          .setInputFiles({ name: 'picture.bmp', mimeType: 'image/bmp', buffer: Buffer.from([66, 77, 0, 1]) });
        await page.getByRole('button', { name: 'Translate the file' }).click();
        const alert = page.getByRole('alert');
        await alert.waitFor();
        expect(await alert.innerText()).toContain('.txt');
      }),
  );

  it('stops on request', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/files`);
      const slow = { ...LETTER, buffer: Buffer.from('This is a slow one.') };
      await page.getByLabel('File', { exact: true }).setInputFiles(slow);
      const cancelled = page.waitForRequest((request) => request.method() === 'DELETE');
      await page.getByRole('button', { name: 'Translate the file' }).click();
      await page.getByRole('progressbar').waitFor();
      await page.getByText('of 1 sentences').waitFor();
      await page.getByRole('button', { name: 'Stop' }).click();
      await cancelled;
      expect(await page.locator('#file-state').innerText()).toBe('');
    }));
});
