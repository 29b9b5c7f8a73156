/** Values of flags, checked as they are read. */
import { InvalidArgumentError } from 'commander';

/** A whole number from 0. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError(`expected a whole number, got '${text}'.`);
  return Number(text);
}

/** A reader of whole numbers between two bounds, both included. */
export function wholeNumberFrom(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = wholeNumber(text);
    if (value < low || value > high) {
      throw new InvalidArgumentError(`expected a whole number from ${low} to ${high}, got ${text}.`);
    }
    return value;
  };
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) {
    throw new InvalidArgumentError(`expected a number above 0, got '${text}'.`);
  }
  return value;
}

/** `5,10,20`: the greatest lengths of buckets but the last. */
export function lengthBounds(text: string): number[] {
  const numbers = text.split(',').map(wholeNumber);
  if (numbers.some((number, i) => i > 0 && number <= numbers[i - 1])) {
    throw new InvalidArgumentError(`expected ascending numbers such as 5,10,20, got '${text}'.`);
  }
  return numbers;
}
