/** The models that the worker holds in memory. */
import type { ModelKey } from './protocol.js';
import { Translator } from './translator.js';

/** Models kept; the one used longest ago goes first. */
const MODELS_KEPT = 4;

export class LoadedModels {
  private readonly loaded = new Map<string, { version: string; loading: Promise<Translator> }>();
  /** Models that another has taken the place of; freed between two batches, since one may still use them. */
  private readonly retired: Promise<Translator>[] = [];

  /** The translator of a model, loaded at its first use and again when its folder holds another version. */
  get({ folder, version }: ModelKey): Promise<Translator> {
    const known = this.loaded.get(folder);
    this.loaded.delete(folder);
    if (known?.version === version) {
      this.loaded.set(folder, known);
      return known.loading;
    }
    const loading = Translator.load(folder);
    this.loaded.set(folder, { version, loading });
    loading.catch(() => {
      if (this.loaded.get(folder)?.loading === loading) this.loaded.delete(folder);
    });
    if (known) this.retired.push(known.loading);
    for (const [other, entry] of this.loaded) {
      if (this.loaded.size <= MODELS_KEPT) break;
      this.loaded.delete(other);
      this.retired.push(entry.loading);
    }
    return loading;
  }

  /** Frees what was replaced; to be called while no model computes. */
  freeRetired(): void {
    for (const loading of this.retired.splice(0)) {
      loading.then(
        (translator) => translator.dispose(),
        () => undefined, // it never loaded
      );
    }
  }
}
