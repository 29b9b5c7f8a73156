/** Numbers with what they count. */

/** `12,000` */
export const count = (number: number): string => number.toLocaleString('en');

/** `1 pair`, `12,000 pairs` */
export const counted = (number: number, unit: string): string =>
  `${count(number)} ${unit}${number === 1 ? '' : 's'}`;
