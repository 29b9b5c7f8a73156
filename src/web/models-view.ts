/** The registry as its pages draw it: models by direction with links to what they came from, and the changes. */
import { BASE_NAME } from '../datasets/base-data.js';
import type { Provenance } from '../registry/provenance.js';
import type { KeptRefusal } from '../registry/refusal.js';
import { BASE_TEST } from '../registry/test-sets.js';
import { modelLink } from '../render/models/drawn-model.js';
import type { DrawnDirection, DrawnLink, DrawnModel, DrawnTest } from '../render/models/drawn-model.js';
import { differenceText } from '../render/models/parts.js';
import type { DrawnChange } from '../render/models/promotion-list.js';
import type { Direction } from '../serving/passage.js';
import { LANGUAGES, otherLanguage } from '../text/language.js';
import type { Language } from '../text/language.js';
import { directionName } from './require-model.js';
import type { Retraining } from './retraining.js';
import { toldModels } from './told-models.js';
import type { ToldModel } from './told-models.js';

const BASE_FILE = `${BASE_NAME}/test.tsv`;

/** Ways to what is still there. */
class Links {
  private readonly names: Set<string>;
  private readonly jobs: Map<number, string>;

  constructor(
    private readonly store: Retraining['store'],
    models: ToldModel[],
  ) {
    this.names = new Set(models.map(({ name }) => name));
    this.jobs = new Map(store.jobs.list().map(({ id, created }) => [id, created]));
  }

  model(name: string): DrawnLink {
    return { name, link: this.names.has(name) ? modelLink(name) : null };
  }

  job({ job }: Provenance): DrawnLink | null {
    if (!job) return null;
    const isHere = this.jobs.get(job.id) === job.created;
    return { name: `training ${job.id}`, link: isHere ? `/training/jobs/${job.id}` : null };
  }

  data({ name, dataSet, version, hash, pairs }: Provenance['data'][number]): DrawnModel['data'][number] {
    const label = `${name}, version ${version}`;
    return {
      name: label,
      pairs,
      link: this.isHere(dataSet, version, hash) ? `/data/${dataSet}?version=${version}` : null,
    };
  }

  /** Whether the numbers of a data set are those of this folder. */
  private isHere(dataSet: number, version: number, hash: string): boolean {
    const found = this.store.dataSets.list().some(({ id }) => id === dataSet);
    return (
      found &&
      this.store.dataSets.versions(dataSet).some((one) => one.version === version && one.hash === hash)
    );
  }
}

/** Scores of the provenance; for other models that on the base test, where its card has one. */
function testsOf({ provenance, scores }: ToldModel): DrawnTest[] {
  if (provenance && provenance.tests.length > 0) {
    return provenance.tests.map(({ test: kind, id, name, pairs, bleu, chrf, before }) => ({
      ...{ kind, id, name, pairs, bleu: bleu.score, chrf: chrf.score },
      before: before && { bleu: before.bleu.score, chrf: before.chrf.score },
    }));
  }
  const base = scores.find(({ on }) => on === BASE_FILE);
  if (!base) return [];
  const { bleu, chrf } = base;
  return [
    {
      ...{ kind: 'base', id: BASE_TEST, name: BASE_FILE, pairs: null, before: null },
      bleu: bleu.score,
      chrf: chrf.score,
    },
  ];
}

function drawn(model: ToldModel, links: Links): DrawnModel {
  const { name, source, target, active, place, bytes, updates, provenance } = model;
  return {
    ...{ name, source, target, active, place, bytes, updates },
    registered: provenance?.registered ?? null,
    origin: provenance?.origin ?? null,
    parent: provenance?.parent ? links.model(provenance.parent.name) : null,
    data: provenance?.data.map((set) => links.data(set)) ?? [],
    job: provenance && links.job(provenance),
    tests: testsOf(model),
  };
}

/** All models with their links. */
export function drawnModels(retraining: Retraining): DrawnModel[] {
  const models = toldModels(retraining);
  const links = new Links(retraining.store, models);
  return models.map((model) => drawn(model, links));
}

/** Models by direction; only directions that have any. */
export function drawnDirections(retraining: Retraining): DrawnDirection[] {
  const { promoter, store } = retraining;
  const models = drawnModels(retraining);
  return LANGUAGES.map((source) => ({ source, target: otherLanguage(source) })).flatMap((direction) => {
    const { source } = direction;
    const own = models.filter((model) => model.source === source);
    if (own.length === 0) return [];
    const current = store.promotions.current(direction);
    const isPromoted =
      current?.model != null && own.some(({ name, active }) => active && name === current.model);
    const since = isPromoted ? current.time : null;
    const before = promoter.before(direction) ?? null;
    return [{ ...direction, name: directionName(direction), models: own, before, since }];
  });
}

/** `−1.22 BLEU and −2.20 chrF on the base test` */
function lossText({ before, after }: NonNullable<KeptRefusal['base']>): string {
  const [bleu, chrf] = (['bleu', 'chrf'] as const).map((metric) =>
    differenceText(after[metric].score - before[metric].score),
  );
  return `${bleu} BLEU and ${chrf} chrF on the base test`;
}

/** Promotions, ways back and refusals, the latest first. */
export function drawnChanges({ promoter, store, registry, models }: Retraining): DrawnChange[] {
  const links = new Links(store, toldModels({ registry, models }));
  const named = (name: string | null, one: Direction): DrawnLink => {
    const known = name ?? promoter.first(one);
    return known === undefined ? { name: 'the first one', link: null } : links.model(known);
  };
  const direction = (one: { source: string; target: string }): string =>
    directionName({ source: one.source as Language, target: one.target as Language });
  const standing = new Map<string, string | null>();
  const promotions = store.promotions
    .list()
    .reverse()
    .map(({ time, model, kind, note, ...one }): DrawnChange => {
      const name = direction(one);
      const from = named(standing.get(name) ?? null, one);
      standing.set(name, model);
      const what = kind === 'rollback' ? 'rolled back' : note === 'forced' ? 'forced' : 'promoted';
      return { time, direction: name, kind: what, from, to: named(model, one), reason: null };
    });
  const refusals = promoter.refusals().map(({ time, model, active, reason, base, ...one }): DrawnChange => ({
    ...{ time, direction: direction(one), kind: 'refused', reason: base ? lossText(base) : reason },
    from: active === null ? null : links.model(active),
    to: links.model(model),
  }));
  return [...promotions, ...refusals].sort((a, b) => b.time.localeCompare(a.time));
}
