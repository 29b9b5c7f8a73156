/** The panels of a sentence in a real browser: inside a step, what if, the search, compare. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { FakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { livelyService } from './lively-service.js';
import { servePage } from './page-server.js';
import { complaintsOf, linkTo, open } from './visit.js';

const KOREAN = '오늘은 날씨가 정말 좋네요.';
const MODELS = ['ko-en', 'ko-en-large', 'en-ko'].map((name) => ({
  name,
  source: name.startsWith('ko') ? ('ko' as const) : ('en' as const),
  target: name.startsWith('ko') ? ('en' as const) : ('ko' as const),
  updates: 1000,
  scores: [],
}));

describeInChromium('the panels in Chromium', () => {
  let browser: Browser;
  let service: FakeService;
  let server: Listening;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchChromium();
    service = livelyService({ models: MODELS });
    server = await servePage(service);
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    complaints = complaintsOf(page);
    await open(page, linkTo(server.url, KOREAN));
  });
  afterEach(async () => {
    await page.close();
    expect(complaints).toEqual([]);
  });

  const tab = (name: string) => page.getByRole('tab', { name });
  const panel = (name: string) => page.locator(`[data-panel="${name}"]`);

  it('are tabs that the arrow keys go through', async () => {
    await tab('Attention').focus();
    await page.keyboard.press('ArrowRight');
    expect(await tab('Inside a step').getAttribute('aria-selected')).toBe('true');
    expect(await panel('attention').isVisible()).toBe(false);
    expect(await panel('step').isVisible()).toBe(true);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    expect(await tab('Compare').getAttribute('aria-selected')).toBe('true');
    expect(await page.locator('[role="tab"][tabindex="0"]').count()).toBe(1);
  });

  it('show the step of the chosen word with its numbers next to the equations', async () => {
    await page.locator('.line-target .word', { hasText: 'really' }).click();
    await page.getByRole('button', { name: 'Inside this step' }).click();
    await page.locator('.stages').waitFor();
    expect(await panel('step').locator('.chip input:checked + span').innerText()).toBe('▁really');
    expect(await page.locator('.stage').count()).toBe(5);
    expect(await page.locator('.stage math').count()).toBe(6);
    const scores = page.locator('.stage').nth(1).locator('tbody tr');
    expect(await scores.count()).toBe(9);
    expect(await scores.first().innerText()).toMatch(/^▁오늘\s+2\.00\s+1\.000/);
    expect(await page.locator('.stage').nth(4).locator('tbody tr').count()).toBe(10);
    await panel('step').locator('input[type="radio"]').nth(3).focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => panel('step').locator('.chip input:checked + span').innerText()).toBe('▁nice');
    await page.getByText('It reads', { exact: false }).locator('b', { hasText: 'really' }).waitFor();
  });

  it('translate the rest again from another word, and take it', async () => {
    await page.locator('.line-target .word', { hasText: 'really' }).click();
    await page.getByRole('button', { name: 'What if another word stood here?' }).click();
    await panel('what-if')
      .getByRole('button', { name: /other3-1/ })
      .click();
    await panel('what-if').locator('.outcome-text').waitFor();
    expect(service.requests.at(-1)).toMatchObject({ prefix: ['▁The', '▁weather', '▁is', '▁other3-1'] });
    expect(await panel('what-if').locator('.outcome-text mark').allInnerTexts()).toEqual(['other3-1']);
    await page.getByRole('button', { name: 'Take this translation' }).click();
    expect(await page.locator('#translated').innerText()).toBe('The weather is other3-1 nice today.');
    expect(await panel('attention').isVisible()).toBe(true);
    expect(await page.locator('.alternative').count()).toBe(6);
    expect(await page.locator('#share').isVisible()).toBe(false);
    await page.locator('.alternative').nth(1).click();
    expect(await page.locator('#share').isVisible()).toBe(true);
  });

  it('forbid source words, change the temperature, draw by chance', async () => {
    await tab('What if').click();
    await page.getByText('Change something above').waitFor();
    await panel('what-if').getByRole('checkbox', { name: '날씨가' }).check();
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ forbiddenSource: [2, 3], prefix: [] });
    await page.getByLabel('Temperature').fill('0.5');
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ temperature: 0.5 });
    expect(await panel('what-if').locator('output').innerText()).toBe('0.5');
    await page.getByLabel('Draw each piece by chance').check();
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ sample: true });
    const { seed } = service.requests.at(-1) as unknown as { seed: number };
    await page.getByRole('button', { name: 'Draw again' }).click();
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ seed: seed + 1 });
  });

  it('show the search as a tree that says what was pruned and when', async () => {
    await tab('The search').click();
    await page.locator('svg.tree').waitFor();
    expect(await page.locator('.node.best').count()).toBe(9);
    expect(await page.locator('.node.pruned').count()).toBe(9);
    expect(await page.locator('.tree-says').innerText()).toContain('The weather is really nice today.');
    await page.locator('.node.pruned').nth(2).click();
    expect(await page.locator('.tree-says').innerText()).toMatch(
      /The weather other\s+At step 3 it was number 2 of the continuations and was pruned/,
    );
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => (document.activeElement as SVGElement).dataset.node)).toBe('2');
    await page.getByLabel(/Steps shown/).fill('4');
    expect(await page.locator('.node').count()).toBe(8);
    await page.getByLabel('Show what was pruned').uncheck();
    expect(await page.locator('.node').count()).toBe(4);
    await page.getByLabel(/Beam width/).fill('3');
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ beam: 3 });
  });

  it('compare with a translation without attention, and with another model', async () => {
    await tab('Compare').click();
    await page.locator('.sides').waitFor();
    expect(service.requests.at(-1)).toMatchObject({ attention: 'uniform', text: KOREAN });
    expect(await page.locator('.side svg.heatmap').count()).toBe(2);
    await page.getByLabel('Compare with').selectOption({ label: 'model ko-en-large' });
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ model: 'ko-en-large' });
    await page.locator('.side', { hasText: 'model ko-en-large' }).waitFor();
  });

  it('say so when the server is gone, and try again', async () => {
    await page.route('**/v1/search', (route) => route.abort(), { times: 1 });
    await tab('The search').click();
    await panel('search').getByText('The translator does not answer').waitFor();
    await panel('search').getByRole('button', { name: 'Try again' }).click();
    await page.locator('svg.tree').waitFor();
  });

  it('lets one choose the model that translates', async () => {
    await page.locator('#model').selectOption('ko-en-large');
    await expect.poll(() => service.requests.at(-1)).toMatchObject({ model: 'ko-en-large', text: KOREAN });
    await expect.poll(() => new URL(page.url()).searchParams.get('model')).toBe('ko-en-large');
    await page.locator('#text').fill('Where is it?');
    await expect.poll(() => service.requests.at(-1)?.text).toBe('Where is it?');
    expect(service.requests.at(-1)?.model).toBeUndefined();
  });
});
