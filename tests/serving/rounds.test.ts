import { describe, expect, it } from 'vitest';
import type { TranslateJob } from '../../src/serving/protocol.js';
import { Rounds } from '../../src/serving/rounds.js';
import { unchangedSentence } from '../../src/serving/passage.js';

let id = 0;
function job(sources: string[], changes: Partial<TranslateJob> = {}): TranslateJob {
  return {
    type: 'translate',
    id: id++,
    model: { folder: 'm', version: '1' },
    sources,
    beam: 5,
    nBest: 1,
    candidates: 0,
    attention: 'dot',
    search: {},
    stop: new SharedArrayBuffer(4),
    ...changes,
  };
}

/** The sources of each round until nothing is left, as a worker would take them. */
function run(rounds: Rounds, size: number): string[][] {
  const taken: string[][] = [];
  for (let round = rounds.next(size); round && taken.length < 50; round = rounds.next(size)) {
    taken.push(round.shares.flatMap(({ sources }) => sources));
    for (const { waiting, sources } of round.shares) {
      waiting.done.push(...sources.map(unchangedSentence));
      if (waiting.done.length === waiting.job.sources.length) rounds.remove([waiting]);
    }
  }
  return taken;
}

describe('Rounds', () => {
  it('puts the sentences of requests for the same model together', () => {
    const rounds = new Rounds();
    rounds.add(job(['a', 'b']));
    rounds.add(job(['c']));
    expect(run(rounds, 8).map((round) => round.sort())).toEqual([['a', 'b', 'c']]);
  });

  it('keeps models, their versions and options apart', () => {
    const rounds = new Rounds();
    rounds.add(job(['a']));
    rounds.add(job(['b'], { model: { folder: 'n', version: '1' } }));
    rounds.add(job(['c'], { model: { folder: 'm', version: '2' } }));
    rounds.add(job(['d'], { beam: 1 }));
    rounds.add(job(['e'], { nBest: 2 }));
    rounds.add(job(['f'], { candidates: 5 }));
    rounds.add(job(['g'], { attention: 'uniform' }));
    expect(run(rounds, 8)).toEqual([['a'], ['b'], ['c'], ['d'], ['e'], ['f'], ['g']]);
  });

  it('answers a short request in the first round beside a long one, and fills the round', () => {
    const rounds = new Rounds();
    rounds.add(job(['a', 'b', 'c', 'd', 'e', 'f']));
    rounds.add(job(['x']));
    const taken = run(rounds, 4);
    expect(taken[0]).toEqual(['x', 'a', 'b', 'c']);
    expect(taken.flat().sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'x']);
  });

  it('takes turns between kinds', () => {
    const rounds = new Rounds();
    rounds.add(job(['a', 'b', 'c']));
    rounds.add(job(['x'], { beam: 1 }));
    expect(run(rounds, 1)).toEqual([['a'], ['x'], ['b'], ['c']]);
  });

  it('passes over requests that nobody waits for', () => {
    const rounds = new Rounds();
    const given = job(['a']);
    rounds.add(given);
    rounds.add(job(['b']));
    Atomics.store(new Int32Array(given.stop), 0, 1);
    expect(run(rounds, 8)).toEqual([['b']]);
  });
});
