/** The form that tries a model, answered in place. */
import { failureNotice } from '../../../render/notice.js';
import { askPage, failureFrom } from '../../api.js';
import { fill, part } from '../../page.js';

export function connectTrying(form: HTMLFormElement): void {
  let underWay: AbortController | null = null;
  const place = part('tried', HTMLElement);
  const text = part('text', HTMLTextAreaElement);
  const send = async (): Promise<void> => {
    underWay?.abort();
    const controller = new AbortController();
    underWay = controller;
    place.setAttribute('aria-busy', 'true');
    if (place.childElementCount === 0) fill(place, '<p class="hint">Asking the models…</p>');
    const address = new URL(form.action);
    address.search = new URLSearchParams({ text: text.value }).toString();
    try {
      const { html } = await askPage(address.href, { signal: controller.signal });
      const found = new DOMParser().parseFromString(html, 'text/html').getElementById('tried');
      place.replaceChildren(...(found?.childNodes ?? []));
    } catch (error) {
      const failure = failureFrom(error, controller.signal);
      if (!failure) return;
      fill(place, failureNotice(failure, { retry: false }));
    }
    place.removeAttribute('aria-busy');
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.isComposing) form.requestSubmit();
  });
}
