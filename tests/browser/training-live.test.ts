/** The pages for trainings with trainings written by hand: cut streams, the film, what asks first, no script, axe. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { STAGES, TrainingScene } from '../support/training-scene.js';
import { fakeService } from '../web/fake-service.js';
import type { Listening } from '../web/listening.js';
import { violations } from './axe.js';
import { describeInChromium, launchChromium } from './chromium.js';
import { servePage } from './page-server.js';
import { open, visit } from './visit.js';

describeInChromium('the pages for trainings in Chromium', () => {
  let browser: Browser;
  let scene: TrainingScene;
  let retraining: Retraining;
  let server: Listening;
  let done: { job: number; run: number };
  let live: { job: number; run: number };

  beforeAll(async () => {
    scene = new TrainingScene();
    vi.stubEnv('IEUM_HOME', scene.folder);
    done = scene.ended('shop', 60, 'finished');
    scene.ended('broken', 40, 'failed');
    scene.ended('rested', 20, 'paused');
    scene.job('waiting');
    scene.train(scene.run('of-the-command-line'), 0, 40);
    const service = fakeService();
    retraining = createRetraining(scene.store, service);
    browser = await launchChromium();
    server = await servePage(service, { retraining, limits: { requestsPerMinute: 0 } });
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
    await retraining.close();
    scene.remove();
    vi.unstubAllEnvs();
  });
  beforeEach(({ task }) => {
    if (task.name.startsWith('live')) live = nextLive();
  });

  let lives = 0;
  /** A training under way; the one before has ended. */
  function nextLive(): { job: number; run: number } {
    if (lives > 0) {
      scene.store.runs.finish(live.run, 'stopped');
      scene.store.jobs.leave(live.job, 'stopped');
      scene.store.leases.release('training', scene.store.leases.held('training')!.owner);
    }
    // What waits would be taken first.
    for (const { id, state } of scene.store.jobs.list())
      if (state === 'queued') scene.store.jobs.ask(id, 'pause');
    lives += 1;
    return scene.running(`live-${lives}`, 20);
  }
  const updates = (page: Page): Promise<string[]> =>
    page
      .locator('[data-part="validations"] tbody th')
      .evaluateAll((cells) => cells.map(({ textContent }) => textContent));

  it('live: come back after the stream was cut, and show nothing twice', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/training/jobs/${live.job}`);
      await page.getByText('Live', { exact: true }).waitFor();
      await page.locator('.unfold summary', { hasText: 'table' }).click();
      expect(await page.locator('.notes > li').count()).toBe(1);
      retraining.streams.close();
      await page.getByText('connection is lost').waitFor();
      scene.train(live.run, 20, 60);
      await page.locator('.notes > li').nth(1).waitFor({ state: 'attached' });
      expect(await updates(page)).toEqual(['60 best so far', '40 best so far', '20 best so far']);
      expect(await page.locator('#reel').getAttribute('max')).toBe('2');

      // As after a kill: it goes back to a checkpoint, and what came later is done again.
      scene.train(live.run, 20, 40);
      await page.locator('.notes > li').nth(2).waitFor({ state: 'attached' });
      expect(await updates(page)).toEqual(['40 best so far', '20 best so far']);
      expect(await page.locator('.notes > li').count()).toBe(3);
      expect(await page.locator('.training-progress progress').getAttribute('value')).toBe('40');
    }));

  it('live: cancelling asks once, and leaves the focus where it was', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/training/jobs/${live.job}`);
      const cancel = page.locator('summary', { hasText: 'Cancel' });
      await cancel.click();
      await page.getByRole('dialog').getByRole('button', { name: 'Keep it' }).click();
      expect(await cancel.evaluate((element) => element === document.activeElement)).toBe(true);
      expect(scene.store.jobs.read(live.job).wanted).toBeNull();
      await cancel.press('Enter');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the training' }).click();
      await page.locator('.badge', { hasText: 'Cancelling' }).waitFor();
      expect(scene.store.jobs.read(live.job).wanted).toBe('cancel');
    }));

  it('live: rows of the list move on without losing what was ticked', () =>
    visit(browser, {}, async (page) => {
      await open(page, `${server.url}/training`);
      const row = page.locator(`[data-item="job-${live.job}"]`);
      await row.getByRole('checkbox').check();
      scene.train(live.run, 20, 40);
      await row.getByText('Update 40 of 60').waitFor();
      await row.getByText('35.0').waitFor();
      await row.getByRole('button', { name: /^Pause/ }).click();
      await row.getByText('Pausing').waitFor();
      expect(await row.getByRole('checkbox').isChecked()).toBe(true);
      const { id } = retraining.store.jobs.add({
        name: 'just-added',
        request: { source: 'ko', target: 'en' },
      });
      await page.locator(`[data-list="queue"] [data-item="job-${id}"]`).waitFor();
      scene.store.jobs.ask(id, 'cancel');
      await page.locator(`[data-list="over"] [data-item="job-${id}"]`).waitFor();
      await page.locator(`[data-item="job-${id}"] summary`).click();
      await page.getByRole('button', { name: 'Delete the training' }).click();
      await page.locator(`[data-item="job-${id}"]`).waitFor({ state: 'detached' });
    }));

  it('play the film from noise to now, with the grid in one place', () =>
    visit(browser, { reducedMotion: 'reduce', viewport: { width: 1280, height: 1400 } }, async (page) => {
      await open(page, `${server.url}/training/jobs/${done.job}`);
      const room = page.locator('[data-film]');
      await room.locator('svg').waitFor();
      const corner = () => room.locator('.cell[data-row="0"][data-column="0"]').boundingBox();
      const size = () => room.locator('svg').boundingBox();
      const slider = page.locator('#reel');
      await slider.focus();
      const seen: unknown[] = [];
      for (const [key, update] of [
        ['Home', '20'],
        ['ArrowRight', '40'],
        ['End', '60'],
      ]) {
        await page.keyboard.press(key);
        await expect.poll(() => room.getAttribute('data-update')).toBe(update);
        await expect.poll(() => room.locator('title').first().textContent()).toBe(`update ${update}`);
        seen.push([await corner(), (await size())?.width, (await size())?.height]);
        expect(await page.locator('.sample-now').innerText()).toBe(STAGES[seen.length - 1]);
      }
      expect(seen[1]).toEqual(seen[0]);
      expect(seen[2]).toEqual(seen[0]);
      expect(await page.locator('.sample-now mark').allInnerTexts()).toContain('ordered');

      await page.keyboard.press('Home');
      await page.getByRole('button', { name: 'Play from noise to now' }).press('Enter');
      await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
      await expect.poll(() => room.getAttribute('data-update')).toBe('60');
      await page.getByRole('button', { name: 'Play from noise to now' }).waitFor();
    }));

  it('read out the values at the pointer, in all curves at once', () =>
    visit(browser, { viewport: { width: 1280, height: 1200 } }, async (page) => {
      await open(page, `${server.url}/training/jobs/${done.job}`);
      const room = page.locator('[data-chart="scores"] [data-room]');
      const latest = await page.locator('[data-chart="loss"] [data-values]').innerText();
      await room.hover({ position: { x: 60, y: 80 } });
      expect(await page.locator('[data-chart="scores"] [data-values]').innerText()).toContain('20.0');
      expect(await page.locator('[data-chart="loss"] [data-values]').innerText()).not.toBe(latest);
      expect(await page.locator('.curve-here').count()).toBe(7);
      await page.locator('h1').hover();
      expect(await page.locator('[data-chart="loss"] [data-values]').innerText()).toBe(latest);
    }));

  it('work without a script', () =>
    visit(browser, { javaScriptEnabled: false }, async (page) => {
      await page.goto(`${server.url}/training`);
      const row = page.locator('.training-row', { hasText: 'rested' });
      await row.getByRole('button', { name: /^Resume/ }).click();
      expect(new URL(page.url()).pathname).toBe('/training');
      await row.getByRole('button', { name: /^Pause/ }).click();
      await row.locator('.badge', { hasText: 'Paused' }).waitFor();
      await page.getByRole('link', { name: 'shop', exact: true }).click();
      await page.getByRole('link', { name: '40', exact: true }).click();
      expect(await page.locator('.sample-now').innerText()).toBe(STAGES[1]);
      expect(
        await page.locator('[data-film] img').evaluate((img: HTMLImageElement) => img.naturalWidth),
      ).toBeGreaterThan(0);
      await page.getByRole('link', { name: 'Train again, with changes' }).click();
      await page.getByText('Settings', { exact: true }).click();
      await page.getByLabel('Updates', { exact: true }).fill('-1');
      await page.getByRole('button', { name: 'Estimate' }).click();
      expect(await page.getByRole('alert').innerText()).toMatch(/^training\.updates: /);
    }));

  const STATES: [string, (page: Page) => Promise<unknown>][] = [
    ['the list', (page) => open(page, `${server.url}/training`)],
    ['one that is over', (page) => open(page, `${server.url}/training/jobs/${done.job}`)],
    ['one that failed', (page) => open(page, `${server.url}/training/jobs/${done.job + 1}`)],
    ['one that waits', (page) => open(page, `${server.url}/training/jobs/${done.job + 3}`)],
    [
      'one that asks',
      async (page) => {
        await open(page, `${server.url}/training/jobs/${done.job}`);
        await page.locator('summary', { hasText: 'Delete' }).click();
      },
    ],
    ['two compared', (page) => open(page, `${server.url}/training/compare?runs=${done.run},${done.run + 1}`)],
    [
      'the form',
      async (page) => {
        await open(page, `${server.url}/training/new?from=${done.job}`);
        await page
          .locator('details')
          .evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
      },
    ],
  ];

  it.each(STATES)('have nothing that axe complains of: %s', (_name, reach) =>
    visit(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' }, async (page) => {
      await reach(page);
      expect(await violations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      expect(await violations(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await violations(page)).toEqual([]);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
    }),
  );
});
