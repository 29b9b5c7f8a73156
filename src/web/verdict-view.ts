/** What the page for models says first, after a change that its address tells of. */
import type { DrawnDirection } from '../render/models/drawn-model.js';
import { promotedVerdict, refusedVerdict, removedVerdict, rolledVerdict } from '../render/models/verdict.js';
import type { Retraining } from './retraining.js';

/** The verdict on the change that a query names; empty where things stand otherwise by now. */
export function verdictOf(
  query: Record<string, unknown>,
  directions: DrawnDirection[],
  { promoter }: Pick<Retraining, 'promoter'>,
): string {
  const text = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' ? value : null;
  };
  const [promoted, refused, rolled, removed] = ['promoted', 'refused', 'rolled', 'removed'].map(text);
  const models = directions.flatMap((direction) => direction.models.map((model) => ({ direction, model })));
  const named = (name: string) => models.find(({ model }) => model.name === name);
  if (promoted !== null) {
    const found = named(promoted);
    return found?.model.active ? promotedVerdict(found.direction, promoted) : '';
  }
  if (refused !== null) {
    const refusal = promoter.refusals().find(({ model }) => model === refused);
    if (!refusal || named(refused)?.model.active !== false) return '';
    const { base } = refusal;
    const scores = base && {
      before: { bleu: base.before.bleu.score, chrf: base.before.chrf.score },
      after: { bleu: base.after.bleu.score, chrf: base.after.chrf.score },
    };
    return refusedVerdict({ ...refusal, base: scores });
  }
  if (rolled !== null) {
    const direction = directions.find(({ source, target }) => `${source}-${target}` === rolled);
    const active = direction?.models.find((model) => model.active);
    return direction && active ? rolledVerdict(direction.name, active.name) : '';
  }
  return removed !== null && !named(removed) ? removedVerdict(removed) : '';
}
