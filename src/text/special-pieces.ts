/** The control pieces that every vocabulary begins with, in this order. */

export const PAD = 0;
export const UNK = 1;
export const BOS = 2;
export const EOS = 3;

export const SPECIAL_PIECES = ['<pad>', '<unk>', '<s>', '</s>'] as const;

/** U+2581, which SentencePiece writes for a space; a piece that begins with it begins a word. */
export const SPACE_MARK = '▁';
