/** The pages for trainings as the server writes them, without a script. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../src/web/app.js';
import { createRetraining } from '../../src/web/retraining.js';
import type { Retraining } from '../../src/web/retraining.js';
import { TrainingScene } from '../support/training-scene.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

let scene: TrainingScene;
let retraining: Retraining;
let server: Listening;

beforeAll(async () => {
  scene = new TrainingScene();
  vi.stubEnv('IEUM_HOME', scene.folder);
  const service = fakeService();
  retraining = createRetraining(scene.store, service);
  server = await listen(createApp({ service, retraining, limits: { requestsPerMinute: 0 } }));
});
afterAll(async () => {
  await server.close();
  await retraining.close();
  scene.remove();
  vi.unstubAllEnvs();
});

interface Answer {
  status: number;
  html: string;
  url: string;
}
async function page(path: string, form?: Record<string, string>): Promise<Answer> {
  const response = await fetch(server.url + path, {
    headers: { Accept: 'text/html' },
    ...(form && { method: 'POST', body: new URLSearchParams(form) }),
  });
  return { status: response.status, html: await response.text(), url: new URL(response.url).pathname };
}

describe('the pages for trainings', () => {
  it('teach what to do where there is nothing', async () => {
    const { html } = await page('/training');
    expect(html).toContain('Begin a training');
    expect(html).toContain('ieum train');
    expect(html).not.toContain('http-equiv="refresh"');
  });

  it('list the queue and what is over, and look again while something runs', async () => {
    scene.ended('shop', 60, 'finished');
    const { job } = scene.running('again', 20);
    const { html } = await page('/training');
    expect(html).toMatch(/data-list="queue">.*again.*data-list="over">.*shop-1/s);
    expect(html).toContain('http-equiv="refresh"');
    expect(html).toContain(`action="/v1/jobs/${job}/pause"`);
    expect(html).not.toMatch(/style="/);
  });

  it('show a training from what was told of it, a run of a job as its job', async () => {
    const run = scene.store.jobs.read(1).run!;
    const { html, url } = await page(`/training/runs/${run}`);
    expect(url).toBe('/training/jobs/1');
    expect(html).toContain('chrF rose by 49.8');
    expect(html.match(/data-chart="/g)).toHaveLength(5);
    expect(html).toContain('The item you ordered will arrive.');
    expect(html).toContain(`<img src="/v1/runs/${run}/attention/60"`);
    const early = await page('/training/jobs/1?at=20');
    expect(early.html).toContain('the the the the the the');
    expect(early.html).toContain(`<img src="/v1/runs/${run}/attention/20"`);
  });

  it('show a run that was recorded before there were events', async () => {
    const run = scene.run('old');
    scene.store.runs.addMetrics(run, { kind: 'validation', step: 30, epoch: 1, bleu: 7, chrf: 25 });
    scene.store.runs.finish(run, 'failed', 'the disk is full');
    const { html } = await page(`/training/runs/${run}`);
    expect(html).toContain('The disk is full.');
    expect(html).toContain('ieum train --resume');
    expect(html).toMatch(/<th scope="row">30/);
  });

  it('compare two, and ask for two where there are not', async () => {
    const { html } = await page('/training/compare?runs=1&runs=2&measure=loss&by=minutes');
    expect(html).toContain('aria-current="true">Validation loss');
    expect(html).toMatch(/href="\/training\/compare\?runs=1%2C2&amp;measure=chrf&amp;by=minutes"/);
    expect(html).toContain('chrF 81.5, BLEU 58.20');
    for (const runs of ['', '1', '1,1', '1,2,3,4,5,6,7']) {
      const refused = await page(`/training/compare?runs=${runs}`);
      expect([refused.status, refused.html]).toEqual([400, expect.stringContaining('Runs: expected two')]);
    }
    expect((await page('/training/compare?runs=1,99')).status).toBe(404);
  });

  it('know no job or run that was never there', async () => {
    for (const path of ['/training/jobs/99', '/training/runs/99', '/training/jobs/x']) {
      expect((await page(path)).status).toBe(404);
    }
  });

  it('hand their data over without ending the element it stands in', async () => {
    const run = scene.run('</script><b>');
    const { html } = await page(`/training/runs/${run}`);
    expect(html).not.toContain('</script><b>');
    expect(html).toContain('\\u003c/script>');
  });
});

describe('the form of a training', () => {
  it('is filled from a data set, or from what a job was asked', async () => {
    const fresh = await page(`/training/new?data=${scene.dataSet}`);
    expect(fresh.html).toMatch(/name="name"[^>]*value="shop"/);
    expect(fresh.html).toMatch(/name="data" value="1" checked/);
    expect(fresh.html).toMatch(/name="settings.training.updates"[^>]*placeholder="400"/);
    expect(fresh.html).toContain('characterCoverage: 0.9995');
    const id = scene.job('mine', { seed: 7, preset: 'quick', settings: { training: { warmup: 3 } } });
    const again = await page(`/training/new?from=${id}`);
    expect(again.html).toMatch(/name="seed" value="7"/);
    expect(again.html).toMatch(/value="quick" checked/);
    expect(again.html).toMatch(/<textarea[^>]*>training:\s+warmup: 3/);
  });

  it('says in one line by its field what is wrong, and keeps what was filled in', async () => {
    const form = { direction: 'ko-en', base: '', data: '1', name: 'mine', preset: 'quick' };
    const wrong = await page('/training/new', { ...form, 'settings.training.updates': '-3' });
    expect(wrong.status).toBe(400);
    expect(wrong.html).toMatch(
      /data-error="settings.training.updates" role="alert">training.updates: [^<]+</,
    );
    expect(wrong.html).toMatch(/name="settings.training.updates"[^>]*value="-3"/);
    const named = await page('/training/new', { ...form, name: 'not a name' });
    expect(named.html).toMatch(/data-error="name" role="alert">name: up to 40 letters/);
  });

  it('begins a training and leads to its page', async () => {
    const begun = await page('/v1/jobs', {
      ...{ direction: 'ko-en', base: '', data: '1', name: 'begun', preset: 'scratch' },
      back: '/training/jobs/{id}',
    });
    expect(begun.status).toBe(200);
    expect(begun.url).toMatch(/^\/training\/jobs\/\d+$/);
    expect(begun.html).toContain('Waits for its turn');
    expect(begun.html).toContain('from scratch');
  });

  it('asks for data first where there is none', async () => {
    scene.store.dataSets.delete(scene.dataSet);
    expect((await page('/training/new')).html).toContain('Upload pairs');
    // A job whose data is gone still has its page.
    expect((await page('/training/jobs/1')).html).toContain('which was deleted');
  });
});
