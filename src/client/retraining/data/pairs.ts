/** The list of a data set's pairs, live: searched while one writes, leafed through, edited and deleted in place. */
import { failureNotice } from '../../../render/notice.js';
import { PAIRS_IN_A_PAGE, foundLine, pager, pairList, placeLink } from '../../../render/data/pairs.js';
import type { DrawnPair, DrawnPairs, PairPlace } from '../../../render/data/pairs.js';
import { setFacts, versionList } from '../../../render/data/sets.js';
import type { DataSetDetail, PairsResponse } from '../../../web/api/retraining/data.js';
import { ask, failureFrom } from '../../api.js';
import { closest, fill, isPlainClick, part } from '../../page.js';

/** Milliseconds without a key that count as a pause. */
const PAUSE = 150;

interface PageData extends DrawnPairs {
  place: PairPlace;
}

export class PairBrowser {
  private place: PairPlace;
  private pairs: DrawnPair[];
  private underWay: AbortController | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ place, pairs }: PageData) {
    this.place = place;
    this.pairs = pairs;
  }

  get dataSet(): number {
    return this.place.dataSet;
  }

  pair(id: number): DrawnPair | undefined {
    return this.pairs.find((pair) => pair.id === id);
  }

  /** Where a pair stands on the page. */
  rankOf(id: number): number {
    return this.pairs.findIndex((pair) => pair.id === id);
  }

  /** Shows another place; what was asked before is given up. */
  async show(change: Partial<PairPlace> = {}): Promise<void> {
    this.underWay?.abort();
    const controller = new AbortController();
    this.underWay = controller;
    const wanted = { ...this.place, ...change };
    try {
      let page = await this.load(wanted, controller.signal);
      if (page.pairs.length === 0 && page.total > 0) {
        wanted.offset = Math.floor((page.total - 1) / PAIRS_IN_A_PAGE) * PAIRS_IN_A_PAGE;
        page = await this.load(wanted, controller.signal);
      }
      this.place = wanted;
      this.pairs = page.pairs;
      this.draw(page);
    } catch (error) {
      const failure = failureFrom(error, controller.signal);
      if (failure)
        fill(part('pairs-failure', HTMLElement), failureNotice(failure, { retry: false, of: 'change' }));
    }
  }

  /** Searches once nothing more is written for a moment. */
  searchSoon(search: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.searchNow(search), PAUSE);
  }

  async searchNow(search: string): Promise<void> {
    clearTimeout(this.timer);
    await this.show({ search, offset: 0 });
    history.replaceState(null, '', placeLink(this.place));
  }

  /** Goes to another page of the list, and to its top. */
  async leaf(offset: number): Promise<void> {
    await this.show({ offset });
    history.pushState(null, '', placeLink(this.place));
    part('pairs', HTMLElement).scrollIntoView({ block: 'start' });
  }

  /** After a change: the list, the facts and the versions as they are now. */
  async refresh(): Promise<DataSetDetail> {
    const [set] = await Promise.all([
      ask(`/v1/data/${this.dataSet}`, {}) as Promise<DataSetDetail>,
      this.show(),
    ]);
    fill(part('facts', HTMLElement), setFacts(set));
    fill(part('versions', HTMLElement), versionList(set.id, set.versions, set.latest.version));
    return set;
  }

  private load(place: PairPlace, signal: AbortSignal): Promise<PairsResponse> {
    const { dataSet, version, search, offset } = place;
    const query = new URLSearchParams({ offset: String(offset), limit: String(PAIRS_IN_A_PAGE) });
    if (version !== null) query.set('version', String(version));
    if (search.trim() !== '') query.set('search', search);
    return ask(`/v1/data/${dataSet}/pairs?${query.toString()}`, { signal }) as Promise<PairsResponse>;
  }

  private draw(page: DrawnPairs): void {
    fill(part('pairs-failure', HTMLElement), '');
    fill(part('list', HTMLElement), pairList(page, this.place));
    for (const place of document.querySelectorAll('[data-pager]')) fill(place, pager(page, this.place));
    const line = foundLine(page, this.place);
    const found = part('found', HTMLElement);
    if (found.textContent !== line) found.textContent = line;
  }
}

/** Makes the search and the pages live. */
export function connectBrowsing(browser: PairBrowser): void {
  const search = part('search', HTMLInputElement);
  search.addEventListener('input', (event) => {
    const isComposing = event instanceof InputEvent && event.isComposing;
    // The first letter of a syllable that is being composed is no word yet.
    browser.searchSoon(isComposing ? search.value.replace(/[ㄱ-ㅎㅏ-ㅣ]$/u, '') : search.value);
  });
  part('search-form', HTMLFormElement).addEventListener('submit', (event) => {
    event.preventDefault();
    void browser.searchNow(search.value);
  });
  part('pairs', HTMLElement).addEventListener('click', (event) => {
    const link = closest(event, 'a[data-place]');
    if (!link || !isPlainClick(event)) return;
    event.preventDefault();
    if (link.dataset.clear === undefined) {
      void browser.leaf(Number(link.dataset.place));
    } else {
      search.value = '';
      search.focus();
      void browser.searchNow('');
    }
  });
  window.addEventListener('popstate', () => {
    const query = new URLSearchParams(location.search);
    search.value = query.get('search') ?? '';
    void browser.show({ search: search.value, offset: Number(query.get('offset') ?? 0) });
  });
}

/** What the server wrote for the script, on the page of a data set. */
export function readPairs(): PairBrowser | null {
  const data = document.getElementById('page-data');
  return data ? new PairBrowser(JSON.parse(data.textContent) as PageData) : null;
}
