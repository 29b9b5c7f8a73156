/** Pieces or words in a row of which one or several can be chosen, as radio buttons or check boxes. */
import type { Language } from '../text/language.js';
import { pieceHtml } from './piece-name.js';

export interface PieceChoiceOptions {
  /** Of the form fields; distinguishes several choices in one document. */
  name: string;
  legend: string;
  language: Language;
  kind: 'radio' | 'checkbox';
  chosen: readonly number[];
}

/** The value of each field is the index of its piece. */
export function pieceChoice(pieces: string[], options: PieceChoiceOptions): string {
  const { name, legend, language, kind, chosen } = options;
  const choices = pieces.map(
    (piece, index) =>
      `<label class="chip"><input type="${kind}" name="${name}" value="${index}" autocomplete="off"${chosen.includes(index) ? ' checked' : ''}>` +
      `<span lang="${language}">${pieceHtml(piece)}</span></label>`,
  );
  return `<fieldset class="chips"><legend>${legend}</legend>${choices.join('')}</fieldset>`;
}
