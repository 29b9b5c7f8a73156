/** All that the routes of retraining work with, put together around a store and a translation service. */
import { Corrections } from '../datasets/corrections.js';
import { Previews } from '../datasets/previews.js';
import { JobRunner } from '../jobs/runner.js';
import type { JobRunnerOptions } from '../jobs/runner.js';
import { compareInThread } from '../registry/comparison.js';
import { Measuring } from '../registry/measuring.js';
import { Promoter } from '../registry/promotion.js';
import { ModelRegistry } from '../registry/registry.js';
import { serviceLines } from '../registry/service-lines.js';
import type { TestSetPlaces } from '../registry/test-sets.js';
import { findModels } from '../serving/models.js';
import type { InstalledModel } from '../serving/models.js';
import type { Store } from '../store/database.js';
import { Comparisons } from './comparisons.js';
import { EventStreams } from './event-streams.js';
import type { TranslationService } from './service.js';

export interface Retraining {
  store: Store;
  previews: Previews;
  corrections: Corrections;
  runner: JobRunner;
  registry: ModelRegistry;
  measuring: Measuring;
  promoter: Promoter;
  streams: EventStreams;
  places: TestSetPlaces;
  models: () => InstalledModel[];
  comparisons: Comparisons;
  /** Ends the streams, lets a job save, and looks at the queue no more. */
  close: (options?: { graceMilliseconds?: number }) => Promise<void>;
}

export interface RetrainingOptions extends Pick<JobRunnerOptions, 'script' | 'pollMilliseconds' | 'onError'> {
  /** Compiled script of the thread that compares. */
  comparisonScript?: URL;
}

/** Nothing is under way until `runner.start()`. */
export function createRetraining(
  store: Store,
  service: Pick<TranslationService, 'translateAll'>,
  { comparisonScript, ...options }: RetrainingOptions = {},
): Retraining {
  const registry = new ModelRegistry(store.folder);
  const places = { home: store.folder, dataSets: store.dataSets };
  const streams = new EventStreams(store.events);
  const measuring = new Measuring(store.testTranslations, serviceLines(service), (progress) => {
    streams.tell('translating', progress);
  });
  const promoter = new Promoter({
    ...{ places, promotions: store.promotions, events: store.events, measuring, service },
    onStep: (step) => {
      streams.tell('promotion', step);
    },
  });
  const comparisons = new Comparisons({
    ...{ measuring, places },
    compare: (input) => compareInThread(input, comparisonScript),
  });
  const runner = new JobRunner({ store, ...options });
  // Where a kill came between a promotion and its file.
  if (store.promotions.list().length > 0) promoter.publish();
  registry.mend();
  return {
    ...{ store, runner, registry, measuring, promoter, comparisons, streams, places },
    models: () => findModels(),
    previews: new Previews(store.dataSets),
    corrections: new Corrections(store.suggestions, store.dataSets),
    close: async (closing) => {
      streams.close();
      await runner.close(closing);
    },
  };
}
