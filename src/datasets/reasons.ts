/** What the page and the command line tell of cleaning and of formats. */
export { DROP_REASONS } from '../corpus/cleaning-report.js';
export type { CleaningReport, DropReason } from '../corpus/cleaning-report.js';
export { MENDINGS } from '../corpus/mending.js';
export { TABLE_FORMATS } from '../corpus/format.js';
