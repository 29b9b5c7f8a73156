/** The worker thread: holds the models, translates one round of sentences after the other, answers questions between. */
import { parentPort } from 'node:worker_threads';
import { answerInspection } from './inspector.js';
import type { Inspection } from './inspector.js';
import { LoadedModels } from './loaded-models.js';
import { packError } from './protocol.js';
import type { Answer, Job } from './protocol.js';
import { Rounds, isStopped } from './rounds.js';
import type { Round } from './rounds.js';
import type { SentenceTranslation } from './translation.js';

/** Sentences of a round; with the usual beam of 5, one batch. */
const ROUND_SIZE = 64;

const models = new LoadedModels();
const rounds = new Rounds();
const inspections: Inspection[] = [];
let working = false;

const send = (answer: Answer): void => parentPort?.postMessage(answer);

function tellBatch(sentences: SentenceTranslation[], started: number): void {
  const count = (size: (sentence: SentenceTranslation) => number): number =>
    sentences.reduce((sum, sentence) => sum + size(sentence), 0);
  const batch = {
    sentences: sentences.length,
    seconds: (performance.now() - started) / 1000,
    sourcePieces: count(({ sourcePieces }) => sourcePieces.length),
    targetPieces: count(({ hypotheses: [best] }) => best.pieces.length),
  };
  send({ type: 'batch', batch });
}

async function translateRound({ model, options, shares }: Round): Promise<void> {
  const translator = await models.get(model);
  const signal = {
    get aborted() {
      return shares.every(({ waiting }) => isStopped(waiting.job));
    },
  };
  const started = performance.now();
  const sources = shares.flatMap((share) => share.sources);
  const translated = await translator.translateSentences(sources, { ...options, signal });
  tellBatch(translated, started);
  for (const { waiting, sources: own } of shares) waiting.done.push(...translated.splice(0, own.length));
  const finished = shares
    .map(({ waiting }) => waiting)
    .filter(({ job, done }) => done.length === job.sources.length);
  rounds.remove(finished);
  for (const { job, done } of finished) send({ type: 'done', id: job.id, result: done });
}

/** Takes the next round; says whether there was one. */
async function workOnRound(): Promise<boolean> {
  const round = rounds.next(ROUND_SIZE);
  if (!round) return false;
  try {
    await translateRound(round);
  } catch (error) {
    const failed = round.shares.map(({ waiting }) => waiting);
    rounds.remove(failed);
    for (const { job } of failed) send({ type: 'failed', id: job.id, error: packError(error) });
  }
  return true;
}

/** Answers the question that has waited longest; says whether there was one. */
async function workOnInspection(): Promise<boolean> {
  const job = inspections.shift();
  if (!job) return false;
  if (isStopped(job)) return true;
  try {
    const signal = {
      get aborted() {
        return isStopped(job);
      },
    };
    const result = answerInspection(await models.get(job.model), job, signal);
    send({ type: 'done', id: job.id, result });
  } catch (error) {
    send({ type: 'failed', id: job.id, error: packError(error) });
  }
  return true;
}

async function work(): Promise<void> {
  if (working) return;
  working = true;
  let busy = true;
  while (busy) {
    models.freeRetired();
    const translated = await workOnRound();
    const answered = await workOnInspection();
    busy = translated || answered;
  }
  working = false;
}

parentPort?.on('message', (job: Job) => {
  if (job.type === 'load') {
    // What is wrong with the model is said to the request that needs it.
    models.get(job.model).catch(() => undefined);
    return;
  }
  if (job.type === 'translate') rounds.add(job);
  else inspections.push(job);
  void work();
});
