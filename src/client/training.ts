/** The script of `/training` and the pages below it. */
import { switchGround } from './ground-switch.js';
import { keepTimes } from './retraining/times.js';
import { showComparePage } from './retraining/training/compare-page.js';
import { showListPage } from './retraining/training/list-page.js';
import { showNewPage } from './retraining/training/new-page.js';
import { showRunPage } from './retraining/training/run-page.js';

const PAGES: Record<string, () => void> = {
  list: showListPage,
  run: showRunPage,
  new: showNewPage,
  compare: showComparePage,
};

switchGround();
keepTimes();
PAGES[document.querySelector('main')?.dataset.page ?? '']?.();
document.documentElement.dataset.ready = 'true';
