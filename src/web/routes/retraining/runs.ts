/** `/v1/runs` and the streams of events: trainings to be followed, whoever began them. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Express, Request } from 'express';
import { UserError } from '../../../foundation/errors.js';
import type { Run } from '../../../store/runs.js';
import { eventsRequest } from '../../api/retraining/jobs.js';
import { readRequest } from '../../read-request.js';
import type { Retraining } from '../../retraining.js';
import { numberIn } from '../../retraining-fields.js';

/** `0000030.svg`: the heatmap of the probe sentence after thirty updates. */
const HEATMAP = /^(\d{7,})\.svg$/;

const attentionFolder = ({ folder }: Run): string => join(resolve(folder), 'attention');

function probesOf(run: Run): number[] {
  const folder = attentionFolder(run);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => HEATMAP.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** The number of the last event that a client has; undefined where it says none. */
function lastSeen(request: Request): number | undefined {
  const header = request.get('last-event-id');
  if (header !== undefined && /^\d{1,15}$/.test(header)) return Number(header);
  return readRequest(request, eventsRequest).after;
}

export function addRunRoutes(app: Express, { store, streams }: Retraining): void {
  const read = (id: number): Run => {
    const run = store.runs.read(id);
    if (run) return run;
    throw new UserError(`run ${id}: expected the number of a run, got one that is not there`, {
      status: 404,
    });
  };
  const jobOf = (): ((run: number) => number | null) => {
    const jobs = new Map(store.jobs.list().map(({ id, run }) => [run, id]));
    return (run) => jobs.get(run) ?? null;
  };
  app.route('/v1/runs').get((_request, response) => {
    const job = jobOf();
    response.json(store.runs.list().map(({ owner: _owner, ...run }) => ({ ...run, job: job(run.id) })));
  });
  app.route('/v1/runs/:id').get((request, response) => {
    const { owner: _owner, ...run } = read(numberIn(request, 'id'));
    const metrics = store.runs.metrics(run.id);
    response.json({ ...run, job: jobOf()(run.id), metrics, probes: probesOf({ ...run, owner: null }) });
  });
  app.route('/v1/runs/:id/attention/:update').get((request, response) => {
    const run = read(numberIn(request, 'id'));
    const update = numberIn(request, 'update');
    const path = join(attentionFolder(run), `${String(update).padStart(7, '0')}.svg`);
    if (!existsSync(path)) {
      throw new UserError(`attention: expected an update at which it was drawn, got ${update}`, {
        status: 404,
      });
    }
    response.type('svg').set('Cache-Control', 'no-store').send(readFileSync(path));
  });
  app.route('/v1/runs/:id/events').get((request, response) => {
    const run = read(numberIn(request, 'id')).id;
    streams.open(response, { after: lastSeen(request) ?? 0, filter: () => ({ run }) });
  });
  app.route('/v1/jobs/:id/events').get((request, response) => {
    const job = store.jobs.read(numberIn(request, 'id')).id;
    const filter = (): { job: number; run?: number } => {
      const { run } = store.jobs.read(job);
      return run === null ? { job } : { job, run };
    };
    streams.open(response, { after: lastSeen(request) ?? 0, filter });
  });
  app.route('/v1/events').get((request, response) => {
    streams.open(response, { after: lastSeen(request) ?? store.events.last(), filter: () => ({}) });
  });
}
