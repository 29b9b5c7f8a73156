import { beforeAll, describe, expect, it } from 'vitest';
import { batchSources } from '../../src/model/source-batch.js';
import { initialiseEngine } from '../../src/nn/backend.js';
import { search } from '../../src/search/search.js';
import type { SearchResult, SearchTree, TraceNode } from '../../src/search/search.js';
import { randomRule, ToyModel } from './toy-model.js';

const SOURCES = [
  [4, 5, 6, 7, 3],
  [5, 3],
];
const BEAM = 3;

function traced(beam = BEAM): { results: SearchResult[][]; trees: SearchTree[]; plain: SearchResult[][] } {
  const trees: SearchTree[] = [];
  const model = new ToyModel(15, randomRule(15, 8));
  const options = { beam, nBest: beam };
  const results = search(model, batchSources(SOURCES), {
    ...options,
    trace: (sentence, tree) => (trees[sentence] = tree),
  });
  return { results, trees, plain: search(model, batchSources(SOURCES), options) };
}

/** Ids from the root to a node. */
function path({ nodes }: SearchTree, node: TraceNode): number[] {
  return [...(node.parent === null ? [] : path({ nodes, best: [] }, nodes[node.parent])), node.piece];
}

beforeAll(async () => {
  await initialiseEngine();
});

describe.each([1, BEAM])('the tree of a search with beam %d', (beam) => {
  it('changes nothing of the search', () => {
    const { results, plain } = traced(beam);
    expect(results).toEqual(plain);
  });

  it('holds the n best as paths, with their probabilities', () => {
    const { results, trees } = traced(beam);
    trees.forEach((tree, sentence) => {
      expect(tree.best).toHaveLength(results[sentence].length);
      tree.best.forEach((id, rank) => {
        const { ids, logProbability, stepProbabilities } = results[sentence][rank];
        const node = tree.nodes[id];
        expect(path(tree, node)).toEqual(ids);
        expect(node.step).toBe(ids.length - 1);
        expect(node.logProbability).toBeCloseTo(logProbability, 6);
        expect(node.probability).toBeCloseTo(stepProbabilities[ids.length - 1], 6);
        expect(node.score).toBeCloseTo(results[sentence][rank].score, 6);
      });
    });
  });

  it('keeps at most K a step, prunes only what is less likely, and says until when each lives', () => {
    const { trees } = traced(beam);
    for (const { nodes } of trees) {
      expect(nodes.some(({ fate }) => fate === 'pruned')).toBe(true);
      const steps = Math.max(...nodes.map(({ step }) => step));
      for (let step = 0; step <= steps; step++) {
        const own = nodes.filter((node) => node.step === step);
        const kept = own.filter(({ fate }) => fate === 'kept');
        const pruned = own.filter(({ fate }) => fate === 'pruned');
        expect(kept.length).toBeLessThanOrEqual(beam);
        const least = Math.min(...kept.map(({ logProbability }) => logProbability));
        for (const { piece, logProbability } of pruned)
          if (piece !== 3) expect(logProbability).toBeLessThanOrEqual(least);
      }
      nodes.forEach((node, id) => {
        expect(node.id).toBe(id);
        const children = nodes.filter(({ parent, fate }) => parent === id && fate !== 'pruned');
        expect(node.until).toBe(Math.max(node.step, ...children.map(({ until }) => until)));
        if (node.parent !== null) expect(nodes[node.parent].fate).toBe('kept');
      });
    }
  });
});
