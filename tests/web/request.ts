/** Requests that the tests of the app send. */

/** Sends a form, as a browser without JavaScript does. */
export function postForm(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { Accept: 'text/html' }, body: new URLSearchParams(fields) });
}

/** Sends JSON; a string goes out as it is. */
export function postJson(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** A GET with a query, as a browser sends it. */
export function getPage(url: string, query: Record<string, string> = {}): Promise<Response> {
  const search = new URLSearchParams(query).toString();
  return fetch(search ? `${url}?${search}` : url, { headers: { Accept: 'text/html' } });
}
