/** Hard alignments out of attention between words. */
import type { Link } from './links.js';

export interface AttentionLinkOptions {
  /** The least weight of a link; left out, each target word is linked to the source word that it looks at most. */
  threshold?: number;
  /**
   * Whether a target word that looks at the end of the sentence most stays without a link; else the end is passed
   * over. Only without a threshold.
   */
  leaveUnaligned?: boolean;
}

/**
 * Links of target words to source words.
 * @param attention `[target words][source words]`, the end of the sentence the last row and the last column
 */
export function attentionLinks(
  attention: readonly (readonly number[])[],
  { threshold, leaveUnaligned = false }: AttentionLinkOptions = {},
): Link[] {
  return attention.slice(0, -1).flatMap((weights, target) => {
    const words = weights.slice(0, -1);
    if (threshold !== undefined) {
      return words.flatMap((weight, source) => (weight >= threshold ? [{ source, target }] : []));
    }
    const most = Math.max(...(leaveUnaligned ? weights : words));
    const source = (leaveUnaligned ? weights : words).indexOf(most);
    return most > 0 && source < words.length ? [{ source, target }] : [];
  });
}
