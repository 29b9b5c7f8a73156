/** Texts cut into sentences: where Korean and English sentences end, and where they do not. */
import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../src/text/sentences.js';

const texts = (text: string): string[] => splitSentences(text).map((sentence) => sentence.text);

/** Each row is one line of text; a bar stands where it is to be cut. */
const CUT = [
  '오늘은 날씨가 좋네요.| 산책하러 갈까요?| 네!| 갑시다',
  '안녕하세요.|반갑습니다.|저는 학생입니다',
  '뭐?|왜?|그래!|응',
  '그는 "안녕하세요." 라고 말했다.| "정말?"이라고 물었다.',
  '“가자.” 하고 그가 말했다.| 「좋아.」| 그녀가 대답했다.',
  '"집에 가자."| 고양이가 말했다.',
  '그는 (정말!) 갔다.| (집에 갔다.)| 끝.',
  '음... 글쎄요.| 그랬다…| 나는 갔다.| 저… 혹시 아세요?',
  '안녕하세요! ㅋㅋㅋ| 뭐 해요? 😀| 좋아요!👍🏽| 내일 봐요~',
  '2024. 5. 3. 서울에서 만났다.| 2024년이다.| 오늘은 3.5도다.',
  '가. 첫째 항목이다.| 나. 둘째 항목이다.',
  '한국은 아름답다。|나는 좋아한다！|정말？',
  'Mr. Kim met Dr. Lee.| They talked, e.g. about art.| It cost 3.5 dollars.| Bye.',
  'He lives in the U.S.| He likes it.| The U.S. Army came at 5 p.m. Korean time.| OK.',
  'J. K. Rowling wrote it.| So did I.| Next.',
  'No. 5 is here.| No.| I do not.| See p. 12 and Fig. 3 there.',
  'Bread, milk, etc.| The shop is open.| Samsung Inc. Korea is big.',
  '"I came.| I saw."| He left.| "Really?" he asked.| Yahoo! is big.',
  'Well... I see.| I was thinking...| We should go.| Wait... what?',
  'node.js is fast.| See http://a.kr/b?c=D.E or www.a.com.| Bye!',
  'What?!| No way!!!| Really...',
  '1. Open the file.| 2. Close it.',
  'He left in 1999.| She stayed.',
];

describe('splitSentences', () => {
  it.each(CUT)('cuts %s', (marked) => {
    expect(texts(marked.replaceAll('|', ''))).toEqual(marked.split('|').map((part) => part.trim()));
  });

  it('keeps line breaks and empty lines as separators', () => {
    expect(splitSentences('\n제목\r\n\r\n첫째다. 둘째다.\n  - 목록\u2028끝\n')).toEqual([
      { text: '제목', separator: '\n\n' },
      { text: '첫째다.', separator: ' ' },
      { text: '둘째다.', separator: '\n' },
      { text: '- 목록', separator: '\n' },
      { text: '끝', separator: '\n' },
    ]);
  });

  it('puts a space where a stop had none behind it', () => {
    expect(splitSentences('갔다.왔다.')).toEqual([
      { text: '갔다.', separator: ' ' },
      { text: '왔다.', separator: '' },
    ]);
  });

  it('normalises the sentences', () => {
    expect(texts(' 한글'.normalize('NFD') + '\u200B이다.\0 \u3000끝\uD800.')).toEqual(['한글이다.', '끝.']);
  });

  it('gives nothing for nothing, and marks alone as one sentence', () => {
    for (const text of ['', ' \n\n ', '\u200B\n\0']) expect(splitSentences(text)).toEqual([]);
    for (const text of ['😀', '...', '?! …']) expect(texts(text)).toEqual([text]);
  });

  it('leaves no sentence of marks alone behind another', () => {
    expect(texts('갔다. … "')).toEqual(['갔다. … "']);
  });

  it('cuts long sentences at clause marks, and loses nothing', () => {
    const clause = 'one two three four five six seven eight nine ten';
    const text = Array.from({ length: 12 }, () => clause).join(', ');
    const parts = splitSentences(text);
    expect(parts.length).toBeGreaterThan(1);
    expect(parts.slice(0, -1).every((part) => part.text.endsWith(',') && part.separator === ' ')).toBe(true);
    expect(parts.every((part) => part.text.split(' ').length <= 24 && part.text.length <= 160)).toBe(true);
    expect(parts.map((part) => part.text + part.separator).join('')).toBe(text);
  });

  it('cuts long Korean sentences behind linking endings', () => {
    const text = Array.from({ length: 20 }, () => '나는 어제 학교에 갔지만 그는 오늘도 집에 있었고').join(
      ' ',
    );
    for (const part of texts(text).slice(0, -1)) expect(part).toMatch(/(?:지만|고)$/);
  });

  it('cuts words without end, but no emoji sequence', () => {
    expect(splitSentences('a'.repeat(350)).map(({ text, separator }) => [text.length, separator])).toEqual([
      [160, ''],
      [160, ''],
      [30, ''],
    ]);
    for (const part of texts('👩‍💻'.repeat(200))) expect(part).toMatch(/^(?:👩‍💻)+$/u);
  });

  it.each(['a', '.', ') ', 'e.g. ', '(a. ', 'x(a.) ', '다.', '? b', 'a... A '])(
    'manages 100,000 characters of "%s"',
    (part) => {
      const sentences = splitSentences(part.repeat(100_000 / part.length));
      // Stops alone are one long sentence, and cut on like any other.
      expect(sentences.every(({ text }) => text !== '' && text.length <= 160)).toBe(true);
    },
  );
});
