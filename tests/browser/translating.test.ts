/** Translating in a real browser: while one types, with Korean input methods, when things go wrong. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { livelyService } from './lively-service.js';
import { servePage } from './page-server.js';
import { complaintsOf, linkTo, open } from './visit.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';
const STUDENT = '저는 학생입니다.';

describeInChromium('translating in Chromium', () => {
  let browser: Browser;
  let service: FakeService;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    service = livelyService({ busy: 1 });
    server = await servePage(service);
    page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    complaints = complaintsOf(page);
  });
  afterEach(async () => {
    await page.close();
    await server.close();
    expect(complaints).toEqual([]);
  });

  const field = () => page.locator('#text');
  const translation = (): Promise<string> => page.locator('#translated').innerText();
  const texts = (): string[] => service.requests.map(({ text }) => text);

  it('translates while one types, without a click, once there is a pause', async () => {
    await open(page, server.url);
    await page.evaluate(() => (document.body.dataset.same = 'yes'));
    await field().pressSequentially(KOREAN);
    await page.locator('#translated').waitFor();
    expect(await translation()).toBe('The weather is really nice today.');
    expect(texts()).toEqual([KOREAN]);
    expect(await page.evaluate(() => document.body.dataset.same)).toBe('yes');
    expect(await page.locator('#submit').isVisible()).toBe(false);
    expect(await page.locator('#translated').getAttribute('lang')).toBe('en');
    expect(await field().getAttribute('lang')).toBe('ko');
    expect(await page.locator('.direction', { hasText: 'Detect' }).innerText()).toBe('Detect · Korean');
    expect(await page.locator('#target-name').innerText()).toBe('English');

    expect(new URL(page.url()).searchParams.get('text')).toBe(KOREAN);
    await page.reload();
    expect(await translation()).toBe('The weather is really nice today.');
  });

  it('waits for a click where one asks for it, and keeps that choice', async () => {
    await open(page, server.url);
    await page.getByLabel('As I type').uncheck();
    await field().fill(STUDENT);
    await page.waitForTimeout(600);
    expect(texts()).toEqual([]);
    await page.getByRole('button', { name: 'Translate', exact: true }).click();
    await page.locator('#translated').waitFor();
    await page.reload();
    expect(await page.getByLabel('As I type').isChecked()).toBe(false);
  });

  it('gives up an outdated translation, on the server too', async () => {
    await open(page, server.url);
    await field().fill('a slow sentence');
    await expect.poll(texts).toEqual(['a slow sentence']);
    expect(await page.locator('#translation').getAttribute('aria-busy')).toBe('true');
    await field().fill(STUDENT);
    await page.locator('#translated').waitFor();
    expect(await translation()).toBe('I am a student.');
    await expect.poll(() => service.aborted).toBe(1);
    expect(await page.locator('#translation').getAttribute('aria-busy')).toBe('false');

    await field().fill('another slow one');
    await expect.poll(() => texts().at(-1)).toBe('another slow one');
    await field().fill('');
    await expect.poll(() => service.aborted).toBe(2);
    expect(await page.getByText('Try a sentence').isVisible()).toBe(true);
  });

  it('leaves Enter to a composition, breaks lines on Enter, translates at once on Ctrl+Enter', async () => {
    await open(page, server.url);
    await page.getByLabel('As I type').uncheck();
    await field().fill(STUDENT);
    await field().evaluate((text) => {
      const enter = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      text.dispatchEvent(new CompositionEvent('compositionstart', { data: '' }));
      text.dispatchEvent(new KeyboardEvent('keydown', { ...enter, isComposing: true }));
      text.dispatchEvent(new KeyboardEvent('keydown', { ...enter, key: 'Process' }));
      // Safari ends the composition first and sends the Enter right behind it.
      text.dispatchEvent(new CompositionEvent('compositionend', { data: '다' }));
      text.dispatchEvent(new KeyboardEvent('keydown', enter));
    });
    await page.waitForTimeout(500);
    expect(texts()).toEqual([]);
    await field().press('Enter');
    expect(await field().inputValue()).toBe(`${STUDENT}\n`);
    await field().press('Control+Enter');
    await page.locator('#translated').waitFor();
    expect(texts()).toEqual([`${STUDENT}\n`]);
  });

  it('translates what an input method composes, and never touches the field meanwhile', async () => {
    await open(page, server.url);
    await page.evaluate(() => {
      const text = document.querySelector('textarea');
      if (!text) return;
      const property = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value');
      Object.defineProperty(text, 'value', {
        get: () => property?.get?.call(text) as string,
        set: (value: string) => {
          text.dataset.touched = 'yes';
          property?.set?.call(text, value);
        },
      });
    });
    await field().focus();
    const session = await page.context().newCDPSession(page);
    for (const composed of ['ㅈ', '저', '전', '저느', '저는']) {
      await session.send('Input.imeSetComposition', {
        text: composed,
        selectionStart: composed.length,
        selectionEnd: composed.length,
      });
    }
    await expect.poll(texts).toEqual(['저는']);
    await page.locator('#translated').waitFor();
    expect(await field().inputValue()).toBe('저는');
    await session.send('Input.insertText', { text: '저는' });
    expect(await field().inputValue()).toBe('저는');
    expect(await field().getAttribute('data-touched')).toBeNull();
  });

  it('offers Hangul for what was typed on an English keyboard, and no more', async () => {
    await open(page, server.url);
    await field().fill('hello there');
    expect(await page.locator('#suggestion').isVisible()).toBe(false);
    await field().fill('dkssud');
    expect(await page.locator('#suggestion').innerText()).toBe('Did you mean 안녕?');
    expect(await page.locator('#suggestion-text').getAttribute('lang')).toBe('ko');
    expect(await field().inputValue()).toBe('dkssud');
    await page.getByRole('button', { name: '안녕' }).click();
    expect(await field().inputValue()).toBe('안녕');
    await expect.poll(() => texts().at(-1)).toBe('안녕');
    expect(await page.locator('#suggestion').isVisible()).toBe(false);
  });

  it('lets one choose another alternative, and links to it', async () => {
    await open(page, server.url);
    await field().fill(KOREAN);
    await page.locator('.alternative').first().waitFor();
    expect(await page.locator('.alternative').count()).toBe(5);
    expect(await page.locator('.alternative').first().innerText()).toMatch(/today\.\s+5\.0 %/);
    await page.locator('.alternative').nth(1).click();
    expect(await translation()).toBe('The weather is really nice today. (2)');
    expect(await page.locator('.rows .label').allTextContents()).toContain('(2)');
    expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.pick)).toBe('1');
    expect(new URL(page.url()).searchParams.get('pick')).toBe('1');
    await page.reload();
    expect(await translation()).toBe('The weather is really nice today. (2)');
    expect(await page.locator('.alternative[aria-current]').innerText()).toContain('(2)');
  });

  it('swaps languages with the translation as text', async () => {
    await open(page, server.url);
    await field().fill('Where is the nearest subway station?');
    await page.locator('#translated').waitFor();
    await page.getByRole('button', { name: 'Swap the languages' }).click();
    expect(await field().inputValue()).toBe('가장 가까운 지하철역이 어디에 있나요?');
    expect(await page.getByRole('radio', { name: 'Korean', exact: true }).isChecked()).toBe(true);
    await expect.poll(() => service.requests.at(-1)?.source).toBe('ko');
  });

  it('tints words by their probability on request', async () => {
    await open(page, linkTo(server.url, KOREAN));
    const word = page.locator('#translated .word', { hasText: 'weather' });
    const colour = (): Promise<string> => word.evaluate((one) => getComputedStyle(one).backgroundColor);
    expect(await colour()).toBe('rgba(0, 0, 0, 0)');
    expect(await word.getAttribute('class')).toContain('certainty-3');
    await page.getByLabel('Tint by certainty').check();
    await expect.poll(colour).not.toBe('rgba(0, 0, 0, 0)');
  });

  it('copies, clears, and takes an example', async () => {
    await open(page, server.url);
    await page.getByRole('link', { name: 'Where is the nearest subway station?' }).click();
    await page.locator('#translated').waitFor();
    expect(await field().inputValue()).toBe('Where is the nearest subway station?');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      '가장 가까운 지하철역이 어디에 있나요?',
    );
    await page.getByRole('button', { name: 'Clear the text' }).click();
    expect(await field().inputValue()).toBe('');
    expect(await page.locator('#attention').isVisible()).toBe(false);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('text');
    expect(new URL(page.url()).search).toBe('');
  });

  it('copies the link to a translation', async () => {
    await open(page, linkTo(server.url, KOREAN));
    await page.getByRole('link', { name: 'Link', exact: true }).click();
    await page.getByText('Copied', { exact: true }).first().waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(copied).searchParams.get('text')).toBe(KOREAN);
  });

  it('keeps a history that opens again and can be cleared', async () => {
    await open(page, server.url);
    for (const text of [KOREAN, STUDENT]) {
      await field().fill(text);
      await page.waitForFunction((said) => localStorage.getItem('ieum.history')?.includes(said), text);
    }
    await page.getByRole('button', { name: 'History' }).click();
    expect(await page.locator('.history-source').allInnerTexts()).toEqual([STUDENT, KOREAN]);
    expect(await page.locator('.history-source').first().getAttribute('lang')).toBe('ko');
    await page.locator('[data-entry="1"]').click();
    expect(await field().inputValue()).toBe(KOREAN);
    await page.getByRole('button', { name: 'History' }).click();
    await page.locator('[data-forget="0"]').click();
    expect(await page.locator('.history-item').count()).toBe(1);
    await page.getByRole('button', { name: 'Clear all' }).click();
    expect(await page.locator('.history-item').count()).toBe(0);
    expect(await page.evaluate(() => localStorage.getItem('ieum.history'))).toBeNull();
    await page.keyboard.press('Escape');
    expect(await page.locator('#history').isVisible()).toBe(false);
  });

  it('counts characters as a person does, says when there are too many, shows markup as text', async () => {
    await open(page, server.url);
    await page.getByLabel('As I type').uncheck();
    await field().fill('😀한');
    expect(await page.locator('#count').innerText()).toBe('2 / 5,000');
    await field().fill('가'.repeat(5001));
    expect(await page.locator('#count').getAttribute('class')).toContain('over');
    await field().press('Control+Enter');
    expect(await page.getByRole('alert').innerText()).toContain('This text is too long');
    await field().fill('<b>저는</b> <img src=x onerror=alert(1)> 학생');
    await field().press('Control+Enter');
    await page.locator('#translated').waitFor();
    expect(await page.locator('main img').count()).toBe(0);
    expect(await page.locator('.line-source').innerText()).toContain('<b>저는</b>');
  });

  it('asks a busy translator again by itself', async () => {
    await open(page, server.url);
    await field().fill('a busy moment');
    await page.getByText('The translator is busy').waitFor();
    expect(await page.locator('[data-countdown]').innerText()).toMatch(/^Again in \d s$/);
    await page.locator('#translated').waitFor();
    expect(await translation()).toBe('A BUSY MOMENT');
  });

  it('says so when something breaks or the server is gone, and tries again on request', async () => {
    await open(page, server.url);
    await field().fill('explode');
    await page.getByText('Something went wrong', { exact: true }).waitFor();
    expect(await page.locator('#translation').innerText()).not.toContain('secret');
    const before = service.requests.length;
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => service.requests.length).toBe(before + 1);
    await server.close();
    await field().fill(STUDENT);
    await page.getByText('The translator does not answer').waitFor();
    expect(await field().inputValue()).toBe(STUDENT);
    expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  });

  it('goes from the system’s ground to light and to dark, and keeps it', async () => {
    await open(page, server.url);
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await ground()).toBe('rgb(16, 19, 25)');
    await page.getByRole('button', { name: 'Colours: as the system' }).click();
    expect(await ground()).toBe('rgb(246, 245, 241)');
    await page.getByRole('button', { name: 'Colours: light' }).click();
    await page.emulateMedia({ colorScheme: 'light' });
    await page.reload();
    expect(await ground()).toBe('rgb(16, 19, 25)');
    await page.getByRole('button', { name: 'Colours: dark' }).click();
    expect(await ground()).toBe('rgb(246, 245, 241)');
  });
});
