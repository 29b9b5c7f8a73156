/** The search in pairs: by an index of trigrams, which finds parts of words in any language. */

/** Trigrams find runs of three characters and more; shorter ones are looked for in every pair. */
const SHORTEST_INDEXED = 3;

/** Conditions and their values for words that must be found. */
export function searchOf(search = ''): { where: string; values: Record<string, string> } {
  const words = search.trim().split(/\s+/u).filter(Boolean);
  const long = words.filter((word) => Array.from(word).length >= SHORTEST_INDEXED);
  const short = words.filter((word) => Array.from(word).length < SHORTEST_INDEXED);
  const values: Record<string, string> = {};
  const conditions: string[] = [];
  if (long.length > 0) {
    conditions.push('pairs.id IN (SELECT rowid FROM pair_search WHERE pair_search MATCH :match)');
    values.match = long.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ');
  }
  short.forEach((word, i) => {
    conditions.push(`(pairs.ko LIKE :like${i} ESCAPE '\\' OR pairs.en LIKE :like${i} ESCAPE '\\')`);
    values[`like${i}`] = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
  });
  return { where: conditions.map((condition) => ` AND ${condition}`).join(''), values };
}
