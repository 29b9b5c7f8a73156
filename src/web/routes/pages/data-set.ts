/** `/data/{id}`: the pairs of a data set, searched, edited, deleted, exported; `/data/{id}/pairs/{pair}`: one of them. */
import type { Express, Request, Response } from 'express';
import { TABLE_FORMATS } from '../../../datasets/reasons.js';
import { PAIRS_IN_A_PAGE, foundLine, pager, pairFields, pairList } from '../../../render/data/pairs.js';
import type { PairPlace } from '../../../render/data/pairs.js';
import { setFacts, versionList } from '../../../render/data/sets.js';
import { pairsRequest } from '../../api/retraining/data.js';
import { readRequest } from '../../read-request.js';
import { isLocalPath, numberIn } from '../../retraining-fields.js';
import { pageData } from './showing.js';
import type { RetrainingPages } from './showing.js';

function showDataSet({ retraining, show }: RetrainingPages, request: Request, response: Response): void {
  const { dataSets } = retraining.store;
  const id = numberIn(request, 'id');
  const { version, search = '', offset } = readRequest(request, pairsRequest);
  const set = dataSets.read(id);
  const shown = dataSets.version(id, version);
  const isLatest = shown.version === set.latest.version;
  const limit = PAIRS_IN_A_PAGE;
  let page = dataSets.page(id, { version: shown.version, search, offset, limit });
  let from = offset;
  if (page.pairs.length === 0 && page.total > 0) {
    from = Math.floor((page.total - 1) / limit) * limit;
    page = dataSets.page(id, { version: shown.version, search, offset: from, limit });
  }
  const place: PairPlace = { dataSet: id, version: isLatest ? null : shown.version, search, offset: from };
  const versions = dataSets.versions(id);
  show(response, 'data-set', {
    ...{ set, shown, isLatest, search, versions, formats: TABLE_FORMATS },
    facts: setFacts({ latest: shown }),
    versionList: versionList(id, versions, shown.version),
    found: foundLine(page, place),
    list: pairList(page, place),
    pager: pager(page, place),
    fields: pairFields({ ko: '', en: '' }, 'new'),
    data: pageData({ place, total: page.total, pairs: page.pairs }),
  });
}

/** Pages that show a data set, its name in the way to them. */
export function addDataSetPages(app: Express, pages: RetrainingPages): void {
  const { retraining, show } = pages;
  const { dataSets } = retraining.store;
  app.route('/data/:id').get((request, response) => {
    showDataSet(pages, request, response);
  });
  app.route('/data/:id/pairs/:pair').get((request, response) => {
    const id = numberIn(request, 'id');
    const set = dataSets.read(id);
    const pair = dataSets.pair(id, numberIn(request, 'pair'));
    const { back } = request.query;
    const isOwn = typeof back === 'string' && isLocalPath(back);
    show(response, 'pair', {
      set,
      pair,
      back: isOwn ? back : `/data/${id}`,
      fields: pairFields(pair, 'edit'),
    });
  });
}
