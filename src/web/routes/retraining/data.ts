/** `/v1/data`: files become data sets after they were looked at; pairs are found, mended, taken out, exported. */
import type { Express, Request, RequestHandler, Response } from 'express';
import { encodePairs } from '../../../datasets/export.js';
import { checkedPair } from '../../../datasets/editing.js';
import { DROP_REASONS, MENDINGS } from '../../../datasets/reasons.js';
import type { Preview } from '../../../datasets/previews.js';
import type { UploadFile } from '../../../datasets/upload.js';
import { UserError } from '../../../foundation/errors.js';
import { excerpt } from '../../../text/excerpt.js';
import * as api from '../../api/retraining/data.js';
import { readUploads } from '../../uploads.js';
import { readRequest } from '../../read-request.js';
import type { Retraining } from '../../retraining.js';
import { answerChange, numberIn, readChange } from '../../retraining-fields.js';

const MEDIA_TYPES = {
  tsv: 'text/tab-separated-values; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl; charset=utf-8',
  tmx: 'application/xml; charset=utf-8',
};

const shownPreview = (preview: Preview): object => ({
  ...preview,
  reasons: { ...DROP_REASONS, ...MENDINGS },
});

/** `ko` and `en` are the fields of a Moses pair, `file` that of any other. */
function uploadFile({ field, name, bytes }: { field: string; name: string; bytes: Uint8Array }): UploadFile {
  return field === 'ko' || field === 'en' ? { name, bytes, side: field } : { name, bytes };
}

/** Reads its own body, which holds files. */
export function previewRoute({ previews }: Retraining, fileBytes: number): RequestHandler {
  return async (request, response) => {
    const files = await readUploads(request, { fileBytes, most: 2 });
    const { columns, koField, enField, ...options } = readChange(request, response, api.previewFields);
    const fields = { ...(koField && { ko: koField }), ...(enField && { en: enField }) };
    const preview = await previews.make(files.map(uploadFile), {
      ...options,
      ...(columns !== undefined && { columns: columns.split(',').map((name) => name.trim()) }),
      ...(Object.keys(fields).length > 0 && { fields }),
    });
    answerChange(request, response, shownPreview(preview));
  };
}

async function exportVersion({ store }: Retraining, request: Request, response: Response): Promise<void> {
  const id = numberIn(request, 'id');
  const { format, version, source } = readRequest(request, api.exportRequest);
  const { name } = store.dataSets.read(id);
  const found = store.dataSets.version(id, version);
  const target = source === 'ko' ? 'en' : 'ko';
  const pairs = store.dataSets
    .pairs(id, found.version)
    .map((pair) => ({ source: pair[source], target: pair[target] }));
  response
    .attachment(`${name}-${found.version}.${format}`)
    .set('Content-Type', MEDIA_TYPES[format])
    .set('Cache-Control', 'no-store');
  for await (const text of encodePairs(pairs, format, { source, target })) {
    if (response.destroyed) return;
    response.write(text);
  }
  response.end();
}

function addPairRoutes(app: Express, { store }: Retraining): void {
  const { dataSets } = store;
  app
    .route('/v1/data/:id/pairs')
    .get((request, response) => {
      response.json(dataSets.page(numberIn(request, 'id'), readRequest(request, api.pairsRequest)));
    })
    .post((request, response) => {
      const pair = checkedPair(readChange(request, response, api.pairRequest));
      const note = `pair added: ${excerpt(pair.ko)}`;
      answerChange(request, response, dataSets.append(numberIn(request, 'id'), [pair], note));
    });
  app.route('/v1/data/:id/pairs/:pair').post((request, response) => {
    const pair = checkedPair(readChange(request, response, api.pairRequest));
    const edited = dataSets.edit(numberIn(request, 'id'), numberIn(request, 'pair'), pair);
    answerChange(request, response, edited);
  });
  app.route('/v1/data/:id/pairs/:pair/delete').post((request, response) => {
    const left = dataSets.removePairs(numberIn(request, 'id'), [numberIn(request, 'pair')]);
    answerChange(request, response, left);
  });
}

/** All but the upload. */
export function addDataRoutes(app: Express, retraining: Retraining): void {
  const { previews, store } = retraining;
  const { dataSets } = store;
  app
    .route('/v1/data')
    .get((_request, response) => {
      response.json(dataSets.list());
    })
    .post((request, response) => {
      const { preview, name, dataSet } = readChange(request, response, api.storeRequest);
      if ((name === undefined) === (dataSet === undefined)) {
        throw new UserError('name: expected a name, or a dataSet to add to, got neither or both; give one');
      }
      answerChange(request, response, previews.store(preview, { name, dataSet }));
    });
  app.route('/v1/data/previews/:preview').get((request, response) => {
    response.json(shownPreview(previews.read(request.params.preview)));
  });
  app.route('/v1/data/previews/:preview/discard').post((request, response) => {
    const preview = request.params.preview;
    previews.discard(preview);
    answerChange(request, response, { discarded: preview });
  });
  app.route('/v1/data/:id').get((request, response) => {
    const id = numberIn(request, 'id');
    response.json({ ...dataSets.read(id), versions: dataSets.versions(id) });
  });
  addPairRoutes(app, retraining);
  app.route('/v1/data/:id/export').get((request, response) => exportVersion(retraining, request, response));
  app.route('/v1/data/:id/delete').post((request, response) => {
    const id = numberIn(request, 'id');
    dataSets.delete(id);
    answerChange(request, response, { deleted: id });
  });
}
