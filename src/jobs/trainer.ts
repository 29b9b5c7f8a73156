/** The script of a job's process: `trainer.js job ID`, or `trainer.js estimate`, which reads its request from its input. */
import { text } from 'node:stream/consumers';
import { messageOf } from '../foundation/errors.js';
import type { ProcessIdentity } from '../foundation/process-identity.js';
import { openStore } from '../store/database.js';
import { estimateJob } from './estimate.js';
import { parseJobRequest } from './job-request.js';
import { workOnJob } from './job-process.js';
import { TRAINING_WORK } from './training-work.js';

/** Handed over by the server that claimed the job. */
function claimant(): ProcessIdentity {
  return JSON.parse(process.env.IEUM_CLAIMED_BY ?? '{}') as ProcessIdentity;
}

async function main([task, id]: string[]): Promise<number> {
  const store = openStore();
  try {
    if (task !== 'estimate') {
      const options = { store, home: store.folder, id: Number(id), from: claimant() };
      return await workOnJob({ ...options, work: TRAINING_WORK });
    }
    const request = parseJobRequest(JSON.parse(await text(process.stdin)));
    process.stdout.write(JSON.stringify(await estimateJob(request, store)));
    return 0;
  } catch (error) {
    process.stderr.write(`ieum: ${messageOf(error).split('\n')[0]}\n`);
    return 1;
  } finally {
    store.close();
  }
}

process.exit(await main(process.argv.slice(2)));
