/** How a piece or word is named where it is shown. */
import { SPACE_MARK } from '../text/special-pieces.js';
import { shownName } from './grid.js';
import { escapeXml } from './xml.js';

/** A piece in plain text: a mark alone is made visible, the end of the sentence has a name. */
export const pieceName = (piece: string): string => shownName(piece === SPACE_MARK ? '␣' : piece);

/** A piece as HTML: the mark that begins a word is faint, since it is no letter. */
export const pieceHtml = (piece: string): string =>
  escapeXml(pieceName(piece)).replaceAll(SPACE_MARK, `<span class="space-mark">${SPACE_MARK}</span>`);
