/** What the server handed to the page's script. */

/** @throws Error where the page has none, which no page of trainings is without */
export function pageData(): unknown {
  return JSON.parse(document.getElementById('page-data')?.textContent ?? '');
}
