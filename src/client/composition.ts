/** Input methods: which keys belong to a syllable being composed, and not to the page. */

/** Milliseconds after the end of a composition in which an Enter still belongs to it. */
const AFTERMATH = 30;

/**
 * Tells keys of the input method from keys for the page. Browsers mark them as composing, send them as `Process`
 * or with code 229, or send the Enter right behind the end of the composition (Safari).
 */
export function compositionGuard(field: HTMLElement): (event: KeyboardEvent) => boolean {
  let ended = -Infinity;
  field.addEventListener('compositionend', (event) => (ended = event.timeStamp));
  return (event) => event.isComposing || event.key === 'Process' || event.timeStamp - ended < AFTERMATH;
}
