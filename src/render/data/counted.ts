/** Numbers with what they count. */

/** `1 pair`, `12,000 pairs`. */
export function counted(number: number, unit: string): string {
  return `${number.toLocaleString('en')} ${unit}${number === 1 ? '' : 's'}`;
}
