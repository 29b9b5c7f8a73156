/** The fake service with what a page looks at beside it: next pieces, another rest, a translator that is busy at first. */
import { UserError } from '../../src/foundation/errors.js';
import type { Hypothesis, SentenceTranslation, Translation } from '../../src/serving/translation.js';
import { fakeService } from '../web/fake-service.js';
import type { FakeService } from '../web/fake-service.js';

/** Likeliest pieces of each step: the one that was written, and four others. */
function withCandidates(hypothesis: Hypothesis): Hypothesis {
  const candidates = hypothesis.pieces.map((piece, step) => [
    { piece, probability: 0.7 },
    ...[1, 2, 3, 4].map((n) => ({ piece: `▁other${step}-${n}`, probability: 0.1 / n })),
  ]);
  return { ...hypothesis, candidates };
}

const textOf = (pieces: string[]): string =>
  pieces
    .filter((piece) => piece !== '</s>')
    .join('')
    .replaceAll('▁', ' ')
    .trim();

const lively = (sentence: SentenceTranslation): SentenceTranslation => ({
  ...sentence,
  hypotheses: sentence.hypotheses.map(withCandidates),
});

/** @param busy how often a text that contains `busy` is refused before it is translated */
export function livelyService({
  busy = 0,
  ...options
}: Parameters<typeof fakeService>[0] & { busy?: number } = {}): FakeService {
  const service = fakeService(options);
  let refusals = busy;
  return {
    ...service,
    get aborted() {
      return service.aborted;
    },
    async translate(request, asked): Promise<Translation> {
      if (request.text.includes('busy') && refusals > 0) {
        refusals -= 1;
        throw new UserError('translator: expected at most 64 requests at once, got one more; try again', {
          status: 503,
          retryAfter: 1,
        });
      }
      const translation = await service.translate(request, asked);
      return { ...translation, sentences: translation.sentences.map(lively) };
    },
    async continue(request, asked): Promise<SentenceTranslation> {
      const sentence = await service.continue(request, asked);
      const hypotheses = sentence.hypotheses.map((one) => ({ ...one, text: textOf(one.pieces) }));
      return lively({ ...sentence, hypotheses });
    },
  };
}
