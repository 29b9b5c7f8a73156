/** Promotion: a registered model takes over a direction after it was loaded, tried and held against the base test. */
import { writeFileAtomically } from '../foundation/files.js';
import { UserError } from '../foundation/errors.js';
import type { Direction } from '../corpus/pairs.js';
import { findModels, findUnpromoted, promotedFile } from '../serving/models.js';
import type { InstalledModel, PromotedModels } from '../serving/models.js';
import type { TranslationService } from '../serving/service.js';
import type { EventStore } from '../store/events.js';
import type { Promotion, PromotionStore } from '../store/promotions.js';
import type { Measuring, TestScores } from './measuring.js';
import { PromotionRefused } from './refusal.js';
import type { KeptRefusal } from './refusal.js';
import { checkSmoke, SMOKE_SENTENCES } from './smoke.js';
import type { SmokeResult } from './smoke.js';
import { BASE_TEST, readTestSet } from './test-sets.js';
import type { TestSet, TestSetPlaces } from './test-sets.js';

/** Points on the base test that a model may lose and still be promoted unasked. */
export const TOLERANCE = { bleu: 1, chrf: 2 };

/** What a promotion does one after the other. */
export type PromotionStep = 'trial' | 'base';

export interface PromotionParts {
  places: TestSetPlaces;
  promotions: PromotionStore;
  measuring: Measuring;
  /** Translates with any model by its name. */
  service: Pick<TranslationService, 'translateAll'>;
  /** Where it is told what was promoted and what was refused; refusals are kept there too. */
  events?: Pick<EventStore, 'add' | 'latest'>;
  /** Told of each step that is begun. */
  onStep?: (step: { model: string; step: PromotionStep }) => void;
  /** All models; those of the folders that are searched where left out. */
  models?: () => InstalledModel[];
}

export interface Promoted {
  promotion: Promotion;
  /** What the model made of a few sentences. */
  smoke: SmokeResult[];
  /** On the base test: the model that was active, where one was, and the promoted one; null where it was forced. */
  base: { before: TestScores | null; after: TestScores } | null;
}

/** Refusals that are told. */
const MOST_REFUSALS = 200;

const directionName = ({ source, target }: Direction): string => `${source}-${target}`;

export class Promoter {
  constructor(private readonly parts: PromotionParts) {}

  /** The model that translates a direction now. */
  active({ source, target }: Direction): InstalledModel | undefined {
    const own = this.models().filter((one) => one.source === source && one.target === target);
    const name = this.parts.promotions.current({ source, target })?.model;
    return own.find((one) => one.name === name) ?? own[0];
  }

  /**
   * Loads a model, tries it, holds it against the active one, and lets it take over: requests under way end with the
   * model that they began with, later ones have the new one.
   * @param force promotes one that is worse on the base test, or does badly in the trial; a broken one is refused still
   * @throws UserError 404 for a model that is not there, 409 for the active one, PromotionRefused
   */
  async promote(name: string, { force = false }: { force?: boolean } = {}): Promise<Promoted> {
    const model = this.models().find((one) => one.name === name);
    if (!model)
      throw new UserError(`model ${name}: expected an installed one, got none of that name`, { status: 404 });
    const active = this.active(model);
    if (active?.name === name) {
      throw new UserError(`model ${name}: expected another than the active one, got that`, { status: 409 });
    }
    const { source, target } = model;
    try {
      const smoke = await this.try(model, !force);
      const base = force ? null : await this.hold(model, active);
      const promotion = this.parts.promotions.promote(model, name, force ? 'forced' : '');
      this.publish();
      this.parts.events?.add({ kind: 'promoted', data: promotion });
      return { promotion, smoke, base };
    } catch (error) {
      if (error instanceof PromotionRefused) {
        const data = { source, target, model: name, active: active?.name ?? null, ...error.refusal };
        this.parts.events?.add({ kind: 'refused', data });
      }
      throw error;
    }
  }

  /** What was refused, the latest first. */
  refusals(): KeptRefusal[] {
    const kept = this.parts.events?.latest('refused', MOST_REFUSALS) ?? [];
    return kept.map(({ id, time, data }) => ({ ...(data as Omit<KeptRefusal, 'id' | 'time'>), id, time }));
  }

  /** The name of the model that a rollback goes to; undefined where there is nothing to take back. */
  before({ source, target }: Direction): string | undefined {
    const before = this.parts.promotions.before({ source, target }, (name) => this.isThere(name));
    if (!before) return undefined;
    return before.model ?? this.first({ source, target });
  }

  /** The name of the model that translates a direction where nothing is promoted. */
  first({ source, target }: Direction): string | undefined {
    const unpromoted = (this.parts.models ?? findUnpromoted)();
    return unpromoted.find((one) => one.source === source && one.target === target)?.name;
  }

  /** Goes back to the model before that is still there. @throws UserError 409 where nothing was promoted */
  async rollback(direction: Direction): Promise<Promotion> {
    const { promotions } = this.parts;
    const rolled = promotions.rollback(direction, '', (name) => this.isThere(name));
    if (!rolled) {
      throw new UserError(
        `rollback: expected a promotion from ${direction.source} to ${direction.target} to take back, got none`,
        { status: 409 },
      );
    }
    this.publish();
    this.parts.events?.add({ kind: 'promoted', data: rolled });
    const active = this.active(direction);
    if (active) await this.try(active, false).catch(() => undefined);
    return rolled;
  }

  /** Writes the file by which everybody knows the promoted models. */
  publish(): void {
    const latest = new Map(
      this.parts.promotions
        .list()
        .reverse()
        .map((promotion) => [directionName(promotion), promotion.model]),
    );
    const promoted: PromotedModels = Object.fromEntries(
      [...latest].flatMap(([direction, model]) => (model === null ? [] : [[direction, model]])),
    );
    writeFileAtomically(promotedFile(this.parts.places.home), `${JSON.stringify(promoted, null, 2)}\n`);
  }

  private isThere(name: string): boolean {
    return this.models().some((model) => model.name === name);
  }

  private models(): InstalledModel[] {
    return (this.parts.models ?? findModels)();
  }

  /** Translates a few sentences, which also loads the model into the worker. */
  private async try({ name, source, target }: InstalledModel, strict: boolean): Promise<SmokeResult[]> {
    this.parts.onStep?.({ model: name, step: 'trial' });
    const requests = SMOKE_SENTENCES[source].map((text) => ({ text, source, target, model: name }));
    const translations = await this.parts.service.translateAll(requests);
    return checkSmoke(
      name,
      translations.flatMap(({ sentences }) => sentences),
      { target, strict },
    );
  }

  /** Holds a model against the active one on the base test. @throws PromotionRefused where it is worse */
  private async hold(model: InstalledModel, active: InstalledModel | undefined): Promise<Promoted['base']> {
    const { places, measuring } = this.parts;
    this.parts.onStep?.({ model: model.name, step: 'base' });
    const test: TestSet = await readTestSet(BASE_TEST, model, places);
    const after = await measuring.scores(model, test);
    if (active === undefined) return { before: null, after };
    const before = await measuring.scores(active, test);
    const loss = { bleu: before.bleu.score - after.bleu.score, chrf: before.chrf.score - after.chrf.score };
    if (loss.bleu < TOLERANCE.bleu && loss.chrf < TOLERANCE.chrf) return { before, after };
    const shown = ({ bleu, chrf }: TestScores): string =>
      `BLEU ${bleu.score.toFixed(2)} and chrF ${chrf.score.toFixed(2)}`;
    throw new PromotionRefused(
      `model ${model.name}: expected to lose less than ${TOLERANCE.bleu} BLEU and ${TOLERANCE.chrf} chrF on the base test, ` +
        `got ${shown(after)} where ${active.name} has ${shown(before)}; mix more base data in, or promote it all the same with force`,
      { ground: 'base', base: { before, after } },
    );
  }
}
