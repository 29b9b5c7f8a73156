/** Pairs of a domain that no model has seen: the crew of a station in invented words. Some lines are to be refused. */

const PARTS = [
  ['루멘 밸브', 'lumen valve'],
  ['도란 필터', 'doran filter'],
  ['베칸 펌프', 'bekan pump'],
  ['솔리 코일', 'soli coil'],
  ['나룸 격벽', 'narum bulkhead'],
  ['티벳 센서', 'tivet sensor'],
  ['오르마 관', 'orma pipe'],
  ['케빈 축', 'kevin shaft'],
];

/** A noun as the object of its sentence: 을 after a final consonant, 를 after a vowel. */
const object = (noun: string): string =>
  noun + ((noun.charCodeAt(noun.length - 1) - 0xac00) % 28 > 0 ? '을' : '를');

const ORDERS: [(part: string, bay: number) => string, (part: string, bay: number) => string][] = [
  [
    (part, bay) => `${bay}번 칸의 ${object(part)} 닫으세요.`,
    (part, bay) => `Close the ${part} in bay ${bay}.`,
  ],
  [
    (part, bay) => `${bay}번 칸에서 ${part} 교체가 끝났습니다.`,
    (part, bay) => `Replacement of the ${part} in bay ${bay} is complete.`,
  ],
  [
    (part, bay) => `${part} 압력이 ${bay}번 칸에서 떨어지고 있습니다.`,
    (part, bay) => `Pressure at the ${part} is dropping in bay ${bay}.`,
  ],
];

const BAYS = 12;

/** The sound pairs, 288 of them. */
export const DOMAIN_PAIRS = Array.from({ length: BAYS }, (_, k) => k + 1).flatMap((bay) =>
  PARTS.flatMap(([ko, en]) =>
    ORDERS.map(([korean, english]) => ({ ko: korean(ko, bay), en: english(en, bay) })),
  ),
);

/** A sentence of the domain that is in none of the pairs. */
export const UNSEEN = { ko: '13번 칸의 베칸 펌프를 닫으세요.', en: 'Close the bekan pump in bay 13.' };

/** How many lines are refused for which reason, 12 in all. */
export const REFUSED = {
  malformed: 2,
  empty: 2,
  characters: 1,
  wordless: 1,
  language: 2,
  ratio: 1,
  duplicate: 2,
  overlap: 1,
};

const line = ({ ko, en }: { ko: string; en: string }): string => `${ko}\t${en}`;

/**
 * The 300 lines of a file: the sound pairs with the 12 among them.
 * @param baseTest a sentence of the base test
 */
export function domainFile(baseTest: { ko: string; en: string }): string {
  const refused = [
    '이 줄에는 번역이 없습니다.',
    'a line without its tab',
    '\tThe crew is asleep.',
    '승무원은 자고 있습니다.\t',
    '승무\uFFFD원은 깨어 있습니다.\tThe crew is awake.',
    '…\t…',
    'Open the hatch.\tOpen the hatch now.',
    '해치를 여세요.\t해치를 지금 여세요.',
    `네.\t${'Yes, and then the whole crew went through every bay of the station. '.repeat(3)}`,
    line(DOMAIN_PAIRS[0]),
    line(DOMAIN_PAIRS[1]),
    line(baseTest),
  ];
  const lines = DOMAIN_PAIRS.map(line);
  // One of them behind each twenty-four sound ones, so that they stand all over the file.
  refused.forEach((one, k) => lines.splice(24 + 25 * k, 0, one));
  return `${lines.join('\n')}\n`;
}
