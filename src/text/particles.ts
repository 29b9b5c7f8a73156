/** Korean particles, whose form depends on the last sound of the word before them. */

const SYLLABLES = 0xac00;
const FINALS = 28;
const FINAL_L = 8;

/** How a word ends: on a vowel, on ㄹ, or on another consonant. */
type LastSound = 'vowel' | 'l' | 'consonant';

/** 영 일 이 삼 사 오 육 칠 팔 구. */
const OF_DIGIT: LastSound[] = [
  'consonant',
  'l',
  'vowel',
  'consonant',
  'vowel',
  'vowel',
  'consonant',
  'l',
  'l',
  'vowel',
];

/** The last sound of a word as it is read in Korean; what cannot be told counts as a vowel. */
export function lastSound(word: string): LastSound {
  const last = /[\p{L}\p{N}%](?=[^\p{L}\p{N}%]*$)/u.exec(word)?.[0] ?? '';
  if (/[가-힣]/u.test(last)) {
    const final = (last.charCodeAt(0) - SYLLABLES) % FINALS;
    return final === 0 ? 'vowel' : final === FINAL_L ? 'l' : 'consonant';
  }
  if (/\d/u.test(last)) return OF_DIGIT[Number(last)];
  const spelt = word.toLowerCase().replace(/[^a-z]+$/u, '');
  if (/(?:l|le)$/u.test(spelt)) return 'l';
  return /(?:[mn]|ng|[mn]e|[aeiou][kpt]|ck)$/u.test(spelt) ? 'consonant' : 'vowel';
}

/** Particles by their form behind a vowel and behind a consonant. */
const PAIRS = [
  ['는', '은'],
  ['가', '이'],
  ['를', '을'],
  ['와', '과'],
  ['로', '으로'],
  ['라고', '이라고'],
  ['랑', '이랑'],
  ['나', '이나'],
  ['예요', '이에요'],
] as const;

const PARTICLE = new RegExp(
  `^(?:${PAIRS.flat()
    .sort((a, b) => b.length - a.length)
    .join('|')})(?![가-힣])`,
  'u',
);

/**
 * The particle that begins `following`, in the form that goes with the word before it.
 * @returns how many UTF-16 units of `following` it takes, and what to write for them; nothing where none begins it
 */
export function particleAfter(word: string, following: string): { length: number; form: string } {
  const [found] = PARTICLE.exec(following) ?? [''];
  const pair = PAIRS.find(([vowel, consonant]) => found === vowel || found === consonant);
  if (!pair) return { length: 0, form: '' };
  const [vowel, consonant] = pair;
  const sound = lastSound(word);
  const takesVowel = sound === 'vowel' || (sound === 'l' && vowel === '로');
  return { length: found.length, form: takesVowel ? vowel : consonant };
}
