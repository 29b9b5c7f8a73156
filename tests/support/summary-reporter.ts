/** A reporter whose last line counts the tests: `N passed, N failed`, with `, N skipped` where there are any. */
import type { Reporter, TestModule } from 'vitest/node';

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts the tests of a run. A file that fails outside its tests (it cannot be loaded, a hook throws) and an
 * error that nobody caught each count as one failure more.
 */
export function countTests(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): Counts {
  const counts: Counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
  for (const module of modules) {
    let failedTests = 0;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') counts.passed += 1;
      else if (state === 'failed') failedTests += 1;
      else counts.skipped += 1;
    }
    const failedOutside = module.state() === 'failed' && failedTests === 0 ? 1 : 0;
    counts.failed += failedTests + failedOutside;
  }
  return counts;
}

/** The closing line of a run. */
export function summaryLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

export class SummaryReporter implements Reporter {
  private line = summaryLine({ passed: 0, failed: 0, skipped: 0 });

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    this.line = summaryLine(countTests(modules, unhandledErrors));
    // The default reporter prints its own summary after this hook: ours is to be the last line.
    process.once('exit', () => process.stdout.write(`${this.line}\n`));
  }
}
