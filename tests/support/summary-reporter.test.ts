/** The closing line of a test run counts what failed outside tests as well. */
import { expect, it } from 'vitest';
import type { TestModule } from 'vitest/node';
import { countTests, summaryLine } from './summary-reporter.js';

function testModule(state: string, tests: string[]): TestModule {
  const allTests = () => tests.map((result) => ({ result: () => ({ state: result }) }));
  return { state: () => state, children: { allTests } } as unknown as TestModule;
}

it('counts tests over all files', () => {
  const modules = [testModule('passed', ['passed', 'skipped']), testModule('failed', ['failed', 'passed'])];
  expect(summaryLine(countTests(modules, []))).toBe('2 passed, 1 failed, 1 skipped');
});

it('counts a file that cannot be loaded and an uncaught error as failures', () => {
  expect(summaryLine(countTests([testModule('failed', [])], [new Error('stray')]))).toBe(
    '0 passed, 2 failed',
  );
});

it('leaves out skipped where there are none', () => {
  expect(summaryLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
});
