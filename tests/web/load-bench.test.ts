/** The load bench finds what it is there to find. */
import { afterEach, describe, expect, it } from 'vitest';
import { benchLoad, describeLoad } from '../../bench/load.js';
import { quantile } from '../../bench/quantile.js';
import { createApp } from '../../src/web/app.js';
import type { TranslationService } from '../../src/web/service.js';
import { fakeService } from './fake-service.js';
import { listen } from './listening.js';
import type { Listening } from './listening.js';

let server: Listening | null = null;

async function serve(service: TranslationService): Promise<string> {
  server = await listen(createApp({ service, limits: { requestsPerMinute: 0 } }));
  return server.url;
}
afterEach(async () => {
  await server?.close();
  server = null;
});

describe('benchLoad', () => {
  it('finds nothing wrong with a server that crosses nothing', async () => {
    const url = await serve(fakeService({ delay: 1 }));
    const report = await benchLoad({ url, clients: 20, seconds: 0.3 });
    expect(report).toMatchObject({ clients: 20, wrong: 0, firstWrong: null, refused: 0, memory: null });
    expect(report.answers).toBeGreaterThanOrEqual(20);
    expect(report.latency.median).toBeLessThanOrEqual(report.latency.p95);
    expect(report.latency.p99).toBeLessThanOrEqual(report.latency.greatest);
    expect(describeLoad(report)).toContain('wrong answers: 0; refused: 0');
  });

  it('finds answers that are another text’s', async () => {
    const service = fakeService();
    let asked = 0;
    const crossing: TranslationService['translateAll'] = (requests, options) => {
      asked += 1;
      const swapped = asked > 40 && asked % 2 === 0;
      return service.translateAll(swapped ? [{ ...requests[0], text: '저는 책' }] : requests, options);
    };
    const url = await serve({ ...service, translateAll: crossing });
    const report = await benchLoad({ url, clients: 20, seconds: 0.2 });
    expect(report.wrong).toBeGreaterThan(0);
    expect(report.firstWrong).toContain('저는 책');
  });

  it('stays on this machine', async () => {
    await expect(benchLoad({ url: 'http://example.org' })).rejects.toThrow(
      /^load: expected a server on this machine/,
    );
  });
});

describe('quantile', () => {
  it('is the value below which the share lies', () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([0.5, 0.95, 1].map((share) => quantile(values, share))).toEqual([5, 10, 10]);
    expect(quantile([], 0.5)).toBe(0);
  });
});
