/** The address in the browser's bar leads to the translation that is shown. */

/** As in the server: longer addresses are not sure to arrive. */
const LONGEST_LINK = 8000;

/** Puts the fields that are not at their default into the address, or none where there is nothing to show. */
export function showLink(fields: URLSearchParams, translated: boolean): void {
  const query = new URLSearchParams({ text: fields.get('text') ?? '' });
  if ((fields.get('source') ?? 'auto') !== 'auto') query.set('source', fields.get('source') ?? '');
  if ((fields.get('units') ?? 'words') !== 'words') query.set('units', fields.get('units') ?? '');
  const link = `/?${query.toString()}`;
  history.replaceState(null, '', translated && link.length <= LONGEST_LINK ? link : '/');
}
