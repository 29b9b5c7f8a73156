/** The page in a real browser: typing Korean, lighting words, the keyboard, what happens when things go wrong. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { fakeService } from '../web/fake-service.js';
import type { FakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';

describeInChromium('the page in Chromium', () => {
  let browser: Browser;
  let service: FakeService;
  let server: Listening;
  let page: Page;
  /** Whatever the page complained about, violations of its content security policy among them. */
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    service = fakeService();
    server = await servePage(service);
    page = await browser.newPage({ permissions: ['clipboard-read', 'clipboard-write'] });
    complaints = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
        complaints.push(message.text());
      }
    });
  });
  afterEach(async () => {
    await page.close();
    await server.close();
    expect(complaints).toEqual([]);
  });

  const translation = (): Promise<string> => page.locator('.translation').innerText();
  const lit = (selector: string): Promise<string[]> => page.locator(`${selector}.lit`).allTextContents();

  async function open(text?: string): Promise<void> {
    await page.goto(text === undefined ? server.url : `${server.url}/?text=${encodeURIComponent(text)}`);
    // The script has run once the counter counts.
    await page.waitForFunction(() => document.getElementById('count')?.textContent.includes('/'));
  }

  async function type(text: string): Promise<void> {
    await page.locator('#text').fill('');
    await page.locator('#text').pressSequentially(text);
  }

  it('translates what one types without loading the page anew, and links to it', async () => {
    await open();
    await page.evaluate(() => (document.body.dataset.same = 'yes'));
    await type(KOREAN);
    expect(await page.locator('#count').innerText()).toBe('15 / 5,000');
    await page.getByRole('button', { name: 'Translate' }).click();
    await page.locator('.translation').waitFor();
    expect(await translation()).toBe('The weather is really nice today.');
    expect(await page.locator('svg.heatmap').count()).toBe(1);
    expect(await page.evaluate(() => document.body.dataset.same)).toBe('yes');

    const link = new URL(page.url());
    expect(link.searchParams.get('text')).toBe(KOREAN);
    await page.reload();
    expect(await translation()).toBe('The weather is really nice today.');
  });

  it('breaks lines on Enter, translates on Ctrl+Enter, and leaves both to a composition', async () => {
    await open();
    await type('저는 학생입니다.');
    await page.locator('#text').press('Enter');
    expect(await page.locator('#text').inputValue()).toBe('저는 학생입니다.\n');
    await page.locator('#text').evaluate((text) => {
      const keys = { key: 'Enter', ctrlKey: true, bubbles: true, cancelable: true };
      text.dispatchEvent(new KeyboardEvent('keydown', { ...keys, isComposing: true }));
      text.dispatchEvent(new KeyboardEvent('keydown', { ...keys, key: 'Process' }));
    });
    expect(service.requests).toHaveLength(0);
    await page.locator('#text').press('Control+Enter');
    await page.locator('.translation').waitFor();
    expect(service.requests).toHaveLength(1);
    expect((await translation()).trim()).toBe('I am a student.');
  });

  it('lights the row of a word in the translation, and in the source what it looked at', async () => {
    await open(KOREAN);
    await page.locator('.translation .word', { hasText: 'weather' }).hover();
    expect(await lit('.label')).toEqual(['weather']);
    expect(await page.locator('.cell.lit').count()).toBe(5);
    expect(await page.locator('.cell.lit[data-row="1"]').count()).toBe(5);
    expect(await page.locator('.line-source .word.attended').first().innerText()).toBe('오늘은');
    expect(await page.locator('.readout li').first().innerText()).toMatch(/^날씨가\s+60 %$/);

    await page.mouse.move(2, 2);
    expect(await page.locator('.lit').count()).toBe(0);
  });

  it('lights the column of a word in the source and of a label at the heatmap', async () => {
    await open(KOREAN);
    await page.locator('.line-source .word', { hasText: '정말' }).hover();
    expect(await page.locator('.cell.lit[data-column="2"]').count()).toBe(7);
    expect(await page.locator('.readout li').first().innerText()).toMatch(/^really/);
    await page.locator('.label[data-column="4"]').hover();
    expect(await lit('.label')).toEqual(['⟨end⟩']);
    await page.locator('.cell[data-row="5"][data-column="0"]').hover();
    expect(await lit('.line-target .word')).toEqual(['today.']);
  });

  it('is stepped through by the keyboard', async () => {
    await open(KOREAN);
    await page.locator('.line-target .word').first().focus();
    expect(await lit('.line-target .word')).toEqual(['The']);
    await page.keyboard.press('ArrowRight');
    expect(await lit('.line-target .word')).toEqual(['weather']);
    await page.keyboard.press('End');
    expect(await lit('.line-target .word')).toEqual(['today.']);
    await page.keyboard.press('Shift+Tab');
    expect(await lit('.line-source .word')).toEqual(['오늘은']);
    await page.keyboard.press('Escape');
    expect(await page.locator('.lit').count()).toBe(0);
    // A heatmap's labels are one stop of the Tab key for each axis.
    expect(await page.locator('svg [tabindex="0"]').count()).toBe(2);
  });

  it('switches to pieces in place and keeps the focus there', async () => {
    await open(KOREAN);
    await page.getByRole('link', { name: 'Pieces' }).click();
    await page.locator('.rows .label', { hasText: '▁weather' }).waitFor();
    await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.units === 'pieces');
    expect(new URL(page.url()).searchParams.get('units')).toBe('pieces');
    await page.locator('.translation .word', { hasText: 'day' }).hover();
    expect(await lit('.rows .label')).toEqual(['day']);
  });

  it('gives up an outdated translation', async () => {
    await open();
    await type('a slow sentence');
    await page.locator('#text').press('Control+Enter');
    await expect.poll(() => service.requests.length).toBe(1);
    expect(await page.locator('#translation').getAttribute('aria-busy')).toBe('true');
    await type('저는 학생입니다.');
    await page.locator('#text').press('Control+Enter');
    await page.locator('.translation').waitFor();
    expect(await translation()).toBe('I am a student.');
    await expect.poll(() => service.aborted).toBe(1);
    expect(await page.locator('#translation').getAttribute('aria-busy')).toBe('false');
  });

  it('takes an example and copies its translation', async () => {
    await open();
    await page.getByRole('link', { name: 'Where is the nearest subway station?' }).click();
    await page.locator('.translation').waitFor();
    expect(await page.locator('#text').inputValue()).toBe('Where is the nearest subway station?');
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      '가장 가까운 지하철역이 어디에 있나요?',
    );
  });

  it('counts characters as a person does, and says when there are too many', async () => {
    await open();
    await page.locator('#text').fill('😀한');
    expect(await page.locator('#count').innerText()).toBe('2 / 5,000');
    await page.locator('#text').fill('가'.repeat(100_000));
    expect(await page.locator('#count').getAttribute('class')).toContain('over');
    await page.getByRole('button', { name: 'Translate' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('This text is too long');
    await page.locator('#text').fill('<b>저는</b> <script>alert(1)</script>');
    await page.locator('#text').press('Control+Enter');
    await page.locator('.translation').waitFor();
    expect(await page.locator('main b').count()).toBe(0);
  });

  it('says so when the server is gone', async () => {
    await open();
    await type('저는 학생입니다.');
    await server.close();
    await page.locator('#text').press('Control+Enter');
    expect(await page.getByRole('alert').innerText()).toContain('The translator does not answer');
    expect(await page.locator('#text').inputValue()).toBe('저는 학생입니다.');
  });
});
