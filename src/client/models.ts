/** The script of `/models` and the pages below it. */
import { switchGround } from './ground-switch.js';
import { connectAsking } from './retraining/asking.js';
import { Changing } from './retraining/models/changing.js';
import { awaitComparison, comparingProgress, connectHeatmaps } from './retraining/models/comparing.js';
import type { ComparePageData } from './retraining/models/comparing.js';
import { connectDropping } from './dropping.js';
import { listen } from './retraining/models/events.js';
import { LivePart } from './retraining/models/live-part.js';
import { connectTrying } from './retraining/models/trying.js';
import { keepTimes } from './retraining/times.js';

/** The pages that list or describe models. */
function startRegistry(): void {
  const live = new LivePart();
  const changing = new Changing(live);
  changing.connect();
  listen({
    changed: () => live.changed(),
    step: (step) => changing.step(step),
    translating: (progress) => changing.translating(progress),
  });
  const upload = document.getElementById('upload-form');
  if (upload) connectDropping(upload);
  const trying = document.getElementById('try-form');
  if (trying instanceof HTMLFormElement) connectTrying(trying);
}

function startComparison(data: ComparePageData): void {
  connectHeatmaps(data);
  if (!data.underWay) return;
  listen({ translating: comparingProgress(data) });
  void awaitComparison(data);
}

switchGround();
connectAsking();
keepTimes();
const data = document.getElementById('page-data');
if (data) startComparison(JSON.parse(data.textContent) as ComparePageData);
else startRegistry();
document.documentElement.dataset.ready = 'true';
