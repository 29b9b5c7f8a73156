/** Tests run in child processes of their own, since the engine is a native library that one process loads once. */
import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './tests/support/summary-reporter.js';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // Wide limits: they end what hangs, and a busy machine may take its time.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 30_000 } },
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    reporters: ['default', new SummaryReporter()],
  },
});
