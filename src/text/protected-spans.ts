/** What must come through a translation as it is: addresses, code, numbers, dates, names in other letters. */
import { ENGLISH_DATE, ISO_DATE, KOREAN_DATE, englishDate, koreanDate } from './dates.js';
import type { Language } from './language.js';
import type { CountPieces } from './letter-case.js';
import { EMOJI } from './moods.js';
import { unknownNames } from './unknown-names.js';
import { CLOCK_TIME, ENGLISH_TIME, KOREAN_TIME, englishTime, koreanTime } from './times.js';
import { ENGLISH_NUMERAL, KOREAN_NUMERAL, englishOfKorean, koreanOfEnglish } from './numerals.js';

/** What a span is in its sentence, and so what can stand in its place. */
export type SpanKind = 'name' | 'number' | 'percent' | 'dollars' | 'won' | 'date' | 'year' | 'time';

export interface ProtectedSpan {
  /** UTF-16 units `[start, end)` of the sentence. */
  start: number;
  end: number;
  kind: SpanKind;
  /** What stands for it in the translation. */
  written: string;
}

interface SpanRule {
  pattern: RegExp;
  kind: SpanKind;
  /** Left out, the span comes through unchanged. */
  write?: (text: string) => string;
  /** What belongs to the sentence and not to the span, at its end. */
  tail?: RegExp;
  accept?: (text: string) => boolean;
}

const rule = (kind: SpanKind, pattern: string, more: Partial<SpanRule> = {}): SpanRule => ({
  kind,
  pattern: new RegExp(pattern, 'gu'),
  ...more,
});

/** Stops and closing marks behind an address; Korean particles behind what is no Korean. */
const PARTICLES =
  '(?:으로|에서|에게|한테|까지|부터|처럼|보다|이라는|라는|이라고|라고|입니다|이에요|예요|이고|이나|하고|은|는|이|가|을|를|의|에|도|로|와|과|만|나|랑)(?:는|도|만)?';
const ADDRESS_TAIL = new RegExp(
  `(?:(?<=[\\w/)])${PARTICLES})?[.,;:!?…)\\]}>'"’”」』]*$|[.,;:!?…\\]}>'"’”」』]+$`,
  'u',
);

const LATIN =
  "[\\p{Script=Latin}][\\p{Script=Latin}\\p{M}\\d]*(?:['’&.+_-][\\p{Script=Latin}\\d]+|[+#](?![\\p{L}]))*";
const FILE_ENDINGS =
  'ts|js|mjs|tsx|jsx|json|txt|md|py|rb|go|rs|java|cpp|pdf|docx?|xlsx?|pptx?|hwpx?|png|jpe?g|gif|svg|mp[34]|zip|gz|csv|tsv|html?|css|ya?ml|toml|conf|ini|log|exe|sh|sql|xml';
const UNITS =
  'k?g|mg|km|cm|mm|ml|m|l|L|cc|[KMGT]B|[KMG]Hz|Hz|kW|kWh|W|V|mAh|kcal|cal|km/h|m/s|Mbps|Gbps|px|pt|fps|℃|°C|°F|㎏|㎞|㎝|㎜|㎡|㎖';
const AMOUNT = '\\d+(?:[.,]\\d+)*';

/** What is the same in every language. */
const UNIVERSAL: SpanRule[] = [
  rule('name', '`[^`]+`'),
  rule('name', '(?:https?|ftp)://[^\\s<>"“”‘’「」`]+|www\\.[^\\s<>"“”‘’「」`]+', { tail: ADDRESS_TAIL }),
  rule('name', '[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+', { tail: /\.$/u }),
  rule(
    'name',
    '(?<![\\w@.-])(?:[a-z\\d-]+\\.)+(?:com|org|net|edu|gov|kr|io|dev|app|co|info|me|ai)(?![\\w-])(?:/[^\\s<>"“”‘’「」]*)?',
    { tail: ADDRESS_TAIL },
  ),
  rule('name', '(?<![\\p{L}\\d/.])(?:~|\\.{1,2})?(?:/[\\w.@+-]+)+/?|(?<![\\w])[A-Za-z]:\\\\[^\\s]+', {
    tail: /[.,]+$/u,
  }),
  rule('name', `(?<![\\w.-])[\\w-]+(?:\\.[\\w-]+)*\\.(?:${FILE_ENDINGS})(?![\\w-])`),
  rule(
    'name',
    '\\{\\{?[\\w.]+\\}?\\}|%(?:\\(\\w+\\))?[sd](?!\\w)|\\$\\{?[A-Za-z_]\\w*\\}?|</?[a-z][^<>]*>|(?<![\\w])(?:[A-Za-z_]\\w*(?:::|->))+\\w+|(?<!\\w)[A-Za-z]\\w*\\(\\)|(?<!\\w)[A-Za-z]\\w*(?:_\\w+)+(?:\\(\\))?|(?<![\\w-])--?[A-Za-z][\\w-]*(?:=\\S+)?',
  ),
  rule('name', '(?<![\\w])@[A-Za-z][\\w.]*\\w|(?<![\\w])#[\\p{L}\\p{N}_]*\\p{L}[\\p{L}\\p{N}_]*'),
  rule('date', `(?<![\\d.])${ISO_DATE}`),
  rule(
    'name',
    '(?<![\\d-])\\+?\\d{1,4}(?:[- ]\\d{2,4}){1,2}-\\d{3,4}(?![\\d-])|(?<![\\d-])\\d{2,4}-\\d{3,4}(?![\\d-])',
  ),
  rule('number', `(?<![\\d.,:-])${AMOUNT} ?[~–−-] ?${AMOUNT}(?![\\d:-]|[.,]\\d)`),
  rule('number', `(?<![\\d.,])${AMOUNT} ?(?:${UNITS})(?![\\p{Script=Latin}\\d/])`),
  rule('name', '(?<![\\w.])v?\\d+(?:\\.\\d+){2,}(?![\\w])'),
  rule(
    'name',
    '(?<![\\p{L}\\d]|\\d[.,])(?=[\\w.-]*\\d)(?=[\\w.-]*[A-Za-z])[A-Za-z\\d]+(?:[-.][A-Za-z\\d]+)*',
    {
      // 21st, 1980s and 3rd are words of a sentence.
      accept: (text) => !/^\d+(?:st|nd|rd|th|s|am|pm)$/iu.test(text),
    },
  ),
  rule('name', EMOJI),
  rule('name', '(?:(?!\\p{Script=Hangul}|\\p{Script=Latin})[\\p{L}\\p{M}])+', {
    accept: (text) => /\p{L}/u.test(text),
  }),
];

/** A number of one or two digits up to twelve is an hour, a month or a few of something: the model's to say. */
const PLAIN_MOST = 12;
const isLarge = (text: string): boolean =>
  !/^\d+$/u.test(text) || Number(text) > PLAIN_MOST || /^0\d/u.test(text);

const NUMBER = rule('number', `(?<![\\p{Script=Latin}\\d.,:])${AMOUNT}(?::\\d+)*(?![\\p{Script=Latin}\\d])`, {
  accept: isLarge,
});
const SYMBOL_PRICE = `(?:US)?[$€£¥₩] ?${AMOUNT}(?![\\d])`;

const ENGLISH_YEAR =
  '(?<=(?:^|[^\\p{L}])(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|till|[Ff]rom|of|[Bb]efore|[Aa]fter|[Dd]uring|to|the|year|January|February|March|April|May|June|July|August|September|October|November|December) )(?:1\\d{3}|20\\d{2})(?![\\p{L}\\d%]|[.,]\\d| (?:won|dollars|people|years|meters|percent))';

const BY_LANGUAGE: Record<Language, SpanRule[]> = {
  ko: [
    rule('date', KOREAN_DATE, { write: englishDate }),
    rule('time', `(?<![\\d:])${KOREAN_TIME}(?![\\d:])`, { write: englishTime }),
    rule('year', '(?<![\\d.,])(?:1\\d{3}|20\\d{2})(?=년)'),
    rule('dollars', SYMBOL_PRICE),
    rule('percent', `(?<![\\d.,])${AMOUNT} ?(?:[%％]|퍼센트|프로(?![가-힣]))`, {
      write: (text) => text.replace(/ ?(?:％|퍼센트|프로)$/u, '%'),
    }),
    rule('won', `(?<![\\d.,])(?:${KOREAN_NUMERAL}|${AMOUNT}) ?원(?!인)`, {
      write: (text) => {
        const amount = text.replace(/ ?원$/u, '');
        return `${/[백천만억조]/u.test(amount) ? englishOfKorean(amount) : amount} won`;
      },
    }),
    rule('number', `(?<![\\d.,])${KOREAN_NUMERAL}`, { write: englishOfKorean }),
    rule('name', `${LATIN}(?: (?:${LATIN}|\\d+(?= [A-Za-z])))*`),
  ],
  en: [
    rule('date', ENGLISH_DATE, { write: koreanDate }),
    rule('time', `(?<![\\d:.])${ENGLISH_TIME}`, { write: koreanTime }),
    rule('time', `(?<![\\d:])${CLOCK_TIME}(?![\\d:])`),
    rule('year', ENGLISH_YEAR),
    rule('dollars', SYMBOL_PRICE),
    rule('percent', `(?<![\\d.,])${AMOUNT}(?:%| ?percent(?![\\p{L}])| per cent(?![\\p{L}]))`, {
      write: (text) => text.replace(/ ?per ?cent$/u, '%'),
    }),
    rule('won', `(?<![\\d.,])(?:${ENGLISH_NUMERAL}|${AMOUNT}) won(?![\\p{L}])`, {
      write: (text) => {
        const amount = text.replace(/ won$/u, '');
        return / /u.test(amount) ? `${koreanOfEnglish(amount)} 원` : `${amount}원`;
      },
    }),
    rule('number', `(?<![\\d.,])${ENGLISH_NUMERAL}`, { write: koreanOfEnglish }),
  ],
};

function found({ pattern, kind, write, tail, accept }: SpanRule, text: string): ProtectedSpan[] {
  return [...text.matchAll(pattern)].flatMap((match): ProtectedSpan[] => {
    const whole = tail ? match[0].replace(tail, '') : match[0];
    if (whole === '' || (accept && !accept(whole))) return [];
    return [{ start: match.index, end: match.index + whole.length, kind, written: write?.(whole) ?? whole }];
  });
}

export interface SpanOptions {
  /** The language of the text. */
  language: Language;
  /** Of its vocabulary. */
  count: CountPieces;
}

/** The spans of a normalised sentence in their order; none overlaps another. */
export function protectedSpans(text: string, { language, count }: SpanOptions): ProtectedSpan[] {
  // Most sentences have nothing of the kind.
  if (language === 'ko' && /^[가-힣ㄱ-ㅣ .,!?~'"“”‘’…·()-]*$/u.test(text)) return [];
  const spans: ProtectedSpan[] = [];
  const add = (more: ProtectedSpan[]): void => {
    for (const one of more) {
      if (spans.every(({ start, end }) => one.end <= start || one.start >= end)) spans.push(one);
    }
  };
  for (const one of [...UNIVERSAL, ...BY_LANGUAGE[language]]) add(found(one, text));
  if (language === 'en') {
    add(
      unknownNames(text, count).map((name) => ({
        ...name,
        kind: 'name',
        written: text.slice(name.start, name.end),
      })),
    );
  }
  add(found(NUMBER, text));
  return spans.sort((a, b) => a.start - b.start);
}
