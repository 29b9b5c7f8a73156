/** Takes the README's picture of the page from a running server: `node scripts/page-picture.mjs [URL] [FILE]`. */
import { chromium } from 'playwright-core';

const [, , address = 'http://127.0.0.1:3000', file = 'docs/images/page.png'] = process.argv;
const SENTENCE = '오늘은 날씨가 정말 좋네요.';
/** The cell of the heatmap that is pointed at, counted from 0. */
const POINTED_AT = { row: 1, column: 2 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1120, height: 800 }, deviceScaleFactor: 2 });
  await page.goto(`${address}/?text=${encodeURIComponent(SENTENCE)}`);
  await page.locator('.readout-hint').first().waitFor();
  await page.locator(`.cell[data-row="${POINTED_AT.row}"][data-column="${POINTED_AT.column}"]`).hover();
  await page.locator('.readout li').first().waitFor();
  await page.waitForTimeout(300);
  await page.screenshot({ path: file, fullPage: true, type: 'png' });
  console.log(`${file}: ${SENTENCE} at ${address}`);
} finally {
  await browser.close();
}
