/** Data sets as files. */
export { encodePairs } from '../corpus/pair-encoding.js';
