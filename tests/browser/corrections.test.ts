/** A better translation on its way: sent in under a translation, looked at, a pair of a data set. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openStore } from '../../src/store/database.js';
import type { Store } from '../../src/store/database.js';
import { createRetraining } from '../../src/web/retraining.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { linkTo, open, visit } from './visit.js';

const KOREAN = '저는 학생입니다.';
const SAID = 'I am a student.';

describeInChromium('corrections in Chromium', () => {
  let browser: Browser;
  let store: Store;
  let server: Listening;

  beforeAll(async () => (browser = await launchChromium()));
  afterAll(() => browser.close());
  beforeEach(async () => {
    store = openStore(':memory:');
    const service = fakeService();
    const retraining = createRetraining(store, service);
    server = await servePage(service, { retraining, suggestions: store.suggestions });
  });
  afterEach(async () => {
    await server.close();
    store.close();
  });

  const suggest = (suggestion: string, translation: string | null = SAID): void =>
    store.suggestions.add({ text: KOREAN, suggestion, source: 'ko', target: 'en', translation });
  const pairsOf = (name: string): string[] => {
    const set = store.dataSets.named(name);
    return set ? store.dataSets.pairs(set.id).map(({ en }) => en) : [];
  };

  it.each([true, false])('are sent in under a translation, with a script: %s', (javaScriptEnabled) =>
    visit(browser, { javaScriptEnabled }, async (page) => {
      await page.goto(linkTo(server.url, KOREAN));
      await page.locator('#translated').waitFor();
      await page.getByText('Suggest a better translation').click();
      const field = page.getByLabel('A better translation');
      expect(await field.inputValue()).toBe(SAID);
      await field.fill('I am a pupil.');
      await page.getByRole('button', { name: 'Send it' }).click();
      await page.getByText('Thank you. It waits').waitFor();
      expect(store.suggestions.list()).toMatchObject([
        { text: KOREAN, suggestion: 'I am a pupil.', translation: SAID, source: 'ko', target: 'en' },
      ]);
      await page.goto(`${server.url}/data`);
      expect(await page.getByRole('link', { name: 'Corrections to review' }).innerText()).toMatch(/1$/);
    }),
  );

  it('are not sent as long as they say the same', () =>
    visit(browser, {}, async (page) => {
      await open(page, linkTo(server.url, KOREAN));
      await page.getByText('Suggest a better translation').click();
      await page.getByRole('button', { name: 'Send it' }).click();
      await page.getByText('This is what the model said').waitFor();
      expect(store.suggestions.list()).toEqual([]);
    }));

  it('are looked at by a key each', () =>
    visit(browser, {}, async (page) => {
      for (const text of ['I am one student.', 'Nonsense.', 'I am a pupil.']) suggest(text);
      await open(page, `${server.url}/data/corrections`);
      expect(await page.locator('ins').first().innerText()).toBe('pupil.');
      await page.keyboard.press('a');
      await page.getByText('2 suggestions to go').waitFor();
      await page.keyboard.press('r');
      await page.getByText('1 suggestion to go').waitFor();
      await page.keyboard.press('e');
      await page.keyboard.press('Control+A');
      await page.keyboard.type('I am the student.');
      expect(await page.locator('ins').innerText()).toBe('the');
      await page.keyboard.press('Escape');
      await page.keyboard.press('a');
      await page.getByText('All were looked at').waitFor();
      expect(pairsOf('corrections')).toEqual(['I am a pupil.', 'I am the student.']);
      expect(store.suggestions.list()).toEqual([]);
    }));

  it('that came without it are shown with what the model says now', () =>
    visit(browser, {}, async (page) => {
      suggest('I am a pupil.', null);
      await open(page, `${server.url}/data/corrections`);
      await page.locator('del').waitFor();
      expect(await page.locator('.compared').innerText()).toContain(SAID);
    }));

  it('stay where they make no pair, and say why', () =>
    visit(browser, {}, async (page) => {
      suggest('학생이에요.');
      await open(page, `${server.url}/data/corrections`);
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('not in its language');
      expect(store.suggestions.list()).toHaveLength(1);
    }));

  it('go into another data set without a script too', () =>
    visit(browser, { javaScriptEnabled: false }, async (page) => {
      store.dataSets.create('mine', [{ ko: '네.', en: 'Yes.' }], '');
      suggest('I am a pupil.');
      suggest('Nonsense.');
      await page.goto(`${server.url}/data/corrections`);
      await page.getByRole('button', { name: 'Reject' }).first().click();
      await page.getByText('1 waits for review').waitFor();
      await page.getByText('Edit first').click();
      await page.getByLabel('Translation').fill('I am the pupil.');
      await page.getByLabel('into').selectOption('mine');
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByText('Nothing waits for review.').waitFor();
      expect(pairsOf('mine')).toEqual(['Yes.', 'I am the pupil.']);
    }));
});
