/** How well alignments agree with those of people (Och & Ney 2003). */
import { linkKey } from './links.js';
import type { GoldAlignment, Link } from './links.js';

export interface AlignmentQuality {
  /** |A ∩ P| / |A| */
  precision: number;
  /** |A ∩ S| / |S| */
  recall: number;
  /** 1 − (|A ∩ S| + |A ∩ P|) / (|A| + |S|): 0 is best. */
  errorRate: number;
  links: number;
  sure: number;
  possible: number;
}

/** Sums over a corpus of what the three are made of; links given twice count once. */
export class AlignmentErrors {
  private links = 0;
  private sure = 0;
  private possible = 0;
  private linksInSure = 0;
  private linksInPossible = 0;

  add(links: readonly Link[], gold: GoldAlignment): void {
    const found = new Set(links.map(linkKey));
    const sure = new Set(gold.sure.map(linkKey));
    const possible = new Set([...gold.possible.map(linkKey), ...sure]);
    this.links += found.size;
    this.sure += sure.size;
    this.possible += possible.size;
    for (const link of found) {
      if (sure.has(link)) this.linksInSure++;
      if (possible.has(link)) this.linksInPossible++;
    }
  }

  /** Where nothing was to be found and nothing was found, all is right. */
  quality(): AlignmentQuality {
    const { links, sure, possible, linksInSure, linksInPossible } = this;
    return {
      precision: links === 0 ? 1 : linksInPossible / links,
      recall: sure === 0 ? 1 : linksInSure / sure,
      errorRate: links + sure === 0 ? 0 : 1 - (linksInSure + linksInPossible) / (links + sure),
      ...{ links, sure, possible },
    };
  }
}
