/** A bar for a share of one: an SVG of its own, since the page allows no inline styles. */

/** @param share in [0, 1]; what lies outside is taken to the nearest end */
export function bar(share: number): string {
  const width = (Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0)) * 100).toFixed(1);
  return (
    '<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">' +
    `<rect class="bar-ground" width="100" height="8"/><rect class="bar-share" width="${width}" height="8"/></svg>`
  );
}
