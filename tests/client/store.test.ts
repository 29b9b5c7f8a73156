/** Views are drawn when what they watch is different, and only then. */
import { describe, expect, it } from 'vitest';
import { Store } from '../../src/client/store.js';

describe('Store', () => {
  it('draws the views of changed fields, once each, in their order', () => {
    const store = new Store({ text: '', count: 0, picks: [] as number[] });
    const drawn: string[] = [];
    store.watch(['text', 'count'], ({ text, count }) => drawn.push(`both ${text} ${count}`));
    store.watch(['picks'], () => drawn.push('picks'));
    store.update({ text: 'a', count: 1 });
    store.update({ text: 'a' });
    store.update({ picks: [1] });
    expect(drawn).toEqual(['both a 1', 'picks']);
  });

  it('shows views that change the state themselves the newest of it', () => {
    const store = new Store({ text: 'a', length: 1 });
    store.watch(['text'], ({ text }) => {
      store.update({ length: text.length });
    });
    store.update({ text: 'four' });
    expect(store.state).toEqual({ text: 'four', length: 4 });
  });
});
