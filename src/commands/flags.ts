/** Values of flags, checked as they are read. */
import { InvalidArgumentError } from 'commander';

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`expected a whole number, got '${text}'.`);
  return Number(text);
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError(`expected a number above 0, got '${text}'.`);
  }
  return value;
}
