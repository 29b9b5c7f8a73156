/** Sentences that the fake service knows, as a trained model would translate and align them. */
import type { Language } from '../../src/text/language.js';

export interface Phrase {
  source: Language;
  text: string;
  /** Pieces without the final `</s>`, `▁` at the start of a word. */
  sourcePieces: string[];
  targetPieces: string[];
  /** For each target piece the source piece that it comes from; the end comes from the end. */
  alignment: number[];
}

const pieces = (text: string): string[] => text.split(' ');

export const PHRASES: Phrase[] = [
  {
    source: 'ko',
    text: '오늘은 날씨가 정말 좋네요.',
    sourcePieces: pieces('▁오늘 은 ▁날씨 가 ▁정말 ▁좋 네요 .'),
    targetPieces: pieces('▁The ▁weather ▁is ▁really ▁nice ▁to day .'),
    alignment: [2, 2, 6, 4, 5, 0, 0, 7],
  },
  {
    source: 'ko',
    text: '저는 어제 친구와 함께 영화를 봤어요.',
    sourcePieces: pieces('▁저 는 ▁어제 ▁친구 와 ▁함께 ▁영화 를 ▁봤 어요 .'),
    targetPieces: pieces('▁I ▁watched ▁a ▁movie ▁with ▁my ▁friend ▁yesterday .'),
    alignment: [0, 8, 7, 6, 5, 4, 3, 2, 10],
  },
  {
    source: 'ko',
    text: '저는 학생입니다.',
    sourcePieces: pieces('▁저 는 ▁학생 입니다 .'),
    targetPieces: pieces('▁I ▁am ▁a ▁student .'),
    alignment: [0, 3, 2, 2, 4],
  },
  {
    source: 'en',
    text: 'Where is the nearest subway station?',
    sourcePieces: pieces('▁Where ▁is ▁the ▁near est ▁sub way ▁station ?'),
    targetPieces: pieces('▁가장 ▁가까운 ▁지하철 역 이 ▁어디 에 ▁있 나요 ?'),
    alignment: [4, 3, 5, 7, 7, 0, 0, 1, 1, 8],
  },
  {
    source: 'en',
    text: 'I want to learn Korean because I like the food.',
    sourcePieces: pieces('▁I ▁want ▁to ▁learn ▁Korean ▁because ▁I ▁like ▁the ▁food .'),
    targetPieces: pieces('▁저는 ▁음식 을 ▁좋아 해서 ▁한국어 를 ▁배우 고 ▁싶 어요 .'),
    alignment: [0, 9, 8, 7, 5, 4, 4, 3, 2, 1, 1, 10],
  },
  {
    source: 'en',
    text:
      'When the committee finally published its long awaited report on the state of the national railway last ' +
      'Thursday, many of the journalists who had followed the story for years were surprised by how little it said.',
    sourcePieces: pieces(
      '▁When ▁the ▁committee ▁finally ▁published ▁its ▁long ▁awaited ▁report ▁on ▁the ▁state ▁of ▁the ▁national ' +
        '▁railway ▁last ▁Thursday , ▁many ▁of ▁the ▁journal ists ▁who ▁had ▁followed ▁the ▁story ▁for ▁years ' +
        '▁were ▁surprised ▁by ▁how ▁little ▁it ▁said .',
    ),
    targetPieces: pieces(
      '▁위원회 가 ▁지난 ▁목요일 에 ▁국가 ▁철도 의 ▁상태 에 ▁관한 ▁오랫동안 ▁기다려 ▁온 ▁보고서 를 ▁마침내 ▁발표 했을 ▁때 , ' +
        '▁수년간 ▁이 ▁이야기를 ▁취재해 ▁온 ▁많은 ▁기자 들이 ▁그 ▁내용이 ▁얼마나 ▁적은지 에 ▁놀랐 다 .',
    ),
    alignment: [
      2, 1, 16, 17, 17, 14, 15, 12, 11, 9, 9, 6, 7, 7, 8, 5, 3, 4, 4, 0, 18, 30, 27, 28, 26, 25, 19, 22, 23,
      36, 37, 34, 35, 33, 32, 31, 38,
    ],
  },
  {
    source: 'ko',
    text: '어제 저녁에 친구와 함께 새로 생긴 식당에 갔다가 사람이 너무 많아서 한 시간이나 밖에서 기다린 뒤에 겨우 자리에 앉아 늦은 저녁을 먹었어요.',
    sourcePieces: pieces(
      '▁어제 ▁저녁에 ▁친구와 ▁함께 ▁새로 ▁생긴 ▁식당에 ▁갔다가 ▁사람이 ▁너무 ▁많아서 ▁한 ▁시간이나 ▁밖에서 ▁기다린 ▁뒤에 ▁겨우 ▁자리에 ▁앉아 ▁늦은 ▁저녁을 ▁먹었어요 .',
    ),
    targetPieces: pieces(
      '▁Yesterday ▁evening ▁I ▁went ▁with ▁a ▁friend ▁of ▁mine ▁to ▁a ▁restaurant ▁that ▁had ▁just ▁opened, ▁but ▁there ▁were ▁so ▁many ▁people ▁in ▁front ▁of ▁us ▁that ▁we ▁had ▁to ▁wait ▁outside ▁for ▁an ▁hour ▁before ▁we ▁could ▁sit ▁down ▁and ▁have ▁a ▁late ▁dinner .',
    ),
    alignment: [
      0, 1, 2, 7, 3, 2, 2, 2, 2, 6, 6, 6, 5, 5, 4, 5, 8, 8, 8, 9, 10, 8, 13, 13, 13, 2, 10, 14, 14, 14, 14,
      13, 12, 11, 12, 15, 15, 16, 18, 17, 18, 21, 19, 19, 20, 22,
    ],
  },
];
