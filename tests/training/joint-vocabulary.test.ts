/** One vocabulary for both sides: trained on both, stored under both names, and what one matrix of embeddings needs. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialiseEngine } from '../../src/nn/backend.js';
import { loadCheckpoint } from '../../src/model/checkpoint.js';
import { loadTokenizer } from '../../src/tokenizer/tokenizer.js';
import type { RunConfig } from '../../src/training/configuration.js';
import { runTraining } from '../../src/training/run.js';
import { RunFolder } from '../../src/training/run-folder.js';
import { runTokenizers } from '../../src/training/tokenizers.js';
import { never, reverseConfig, weights } from './small-run.js';
import type { ConfigChanges } from './small-run.js';

const root = mkdtempSync(join(tmpdir(), 'ieum-joint-'));
beforeAll(() => initialiseEngine());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PAIRS = [
  { source: '오늘은 날씨가 좋네요', target: 'the weather is nice' },
  { source: '저는 학생입니다', target: 'I am a student' },
];
const sizes = { sourceVocabulary: 36, targetVocabulary: 36, characterCoverage: 1 };

const tied = (updates: number, changes: ConfigChanges = {}): RunConfig =>
  reverseConfig(updates, {
    ...changes,
    tokenizer: { joint: true, ...changes.tokenizer },
    model: { tiedEmbeddings: 'all', ...changes.model },
  });

describe('a joint vocabulary', () => {
  it('is trained on both sides and is the same on both', async () => {
    const folder = new RunFolder(join(root, 'joint'));
    const said: string[] = [];
    const config = { ...reverseConfig(1).tokenizer, ...sizes, joint: true };
    const { source, target } = await runTokenizers(folder, config, PAIRS, (line) => said.push(line));
    expect(said).toEqual(['training the joint vocabulary (bpe, 36 pieces)']);
    expect(readFileSync(folder.sourceTokenizer)).toEqual(readFileSync(folder.targetTokenizer));
    for (const text of Object.values(PAIRS[0])) {
      expect(source.decode(source.encode(text))).toBe(text);
      expect(target.encode(text)).toEqual(source.encode(text));
    }
    const apart = new RunFolder(join(root, 'apart'));
    const own = { ...config, joint: false, sourceVocabulary: 21, targetVocabulary: 21 };
    await runTokenizers(apart, own, PAIRS, (line) => said.push(line));
    expect(readFileSync(apart.sourceTokenizer)).not.toEqual(readFileSync(apart.targetTokenizer));
  });

  it('lets a run tie all embeddings, which resumes and loads like any other', async () => {
    const folder = join(root, 'tied');
    await runTraining(tied(4), { folder, resume: false, signal: never });
    expect([...weights(folder).keys()].filter((name) => name.includes('embedding'))).toEqual(['embedding']);
    const { model } = await loadCheckpoint(join(folder, 'last'));
    expect(model.config).toMatchObject({ tiedEmbeddings: 'all', sourceVocabulary: 57, targetVocabulary: 57 });
    expect(await runTraining(tied(6), { folder, resume: true, signal: never })).toBe('finished');
  });

  it('keeps the vectors of known pieces when a tied run starts warm with a new one', async () => {
    const [first, folder] = [join(root, 'first'), join(root, 'warm')];
    await runTraining(tied(2), { folder: first, resume: false, signal: never });
    const warm = tied(2, {
      warmStart: { checkpoint: first, vocabulary: 'new' },
      tokenizer: sizes,
      training: { seed: 9 },
    });
    await runTraining(warm, { folder, resume: false, signal: AbortSignal.abort() });
    const [before, now] = [weights(first).get('embedding')!, weights(folder).get('embedding')!];
    const [old, fresh] = [
      await loadTokenizer(join(first, 'source.model')),
      await loadTokenizer(join(folder, 'source.model')),
    ];
    const ids = Array.from({ length: old.size }, (_, id) => id);
    const place = old.pieces(ids).indexOf(fresh.pieces([20])[0]);
    expect(now.values.slice(20 * 8, 21 * 8)).toEqual(before.values.slice(place * 8, (place + 1) * 8));
  });

  it('is missing where another model has one for each side', async () => {
    const apart = join(root, 'two');
    const changes = { tokenizer: { targetVocabulary: 56 } };
    await runTraining(reverseConfig(1, changes), {
      folder: apart,
      resume: false,
      signal: AbortSignal.abort(),
    });
    const warm = reverseConfig(1, {
      model: { tiedEmbeddings: 'all' },
      warmStart: { checkpoint: apart, vocabulary: 'same' },
    });
    await expect(
      runTraining(warm, { folder: join(root, 'refused'), resume: false, signal: never }),
    ).rejects.toThrow(
      'model.tiedEmbeddings: expected none or target with a vocabulary for each side, got all',
    );
  });
});
