/** What `ieum evaluate` prints: for people, as Markdown, or as JSON. */
import { bucketName } from '../evaluation/length-buckets.js';
import { METRIC_NAMES } from '../evaluation/report.js';
import type { ExampleReport, MetricName, SystemReport } from '../evaluation/report.js';
import type { PairedTest } from '../evaluation/significance.js';
import { markdownTable, textTable } from './table.js';
import type { Table } from './table.js';

export interface EvaluationOutput {
  systems: SystemReport[];
  sentences: number;
  test?: PairedTest;
  /** Source sentences, shown with the examples. */
  sources?: readonly string[];
  rankBy: MetricName;
  /** What the lengths of buckets count. */
  lengthsOf: 'source' | 'reference';
}

const LABELS: Record<MetricName, string> = {
  bleu: 'BLEU',
  chrf: 'chrF2',
  chrfPlusPlus: 'chrF2++',
  ter: 'TER',
};

/** Differences less probable than this by chance are marked. */
const SIGNIFICANT = 0.05;

function scoreText(system: SystemReport, name: MetricName): string {
  const { score, confidence } = system[name];
  return confidence ? `${score.toFixed(2)} ± ${confidence.half.toFixed(2)}` : score.toFixed(2);
}

function systemsTable({ systems }: EvaluationOutput): Table {
  return {
    heading: ['system', ...METRIC_NAMES.map((name) => LABELS[name])],
    rows: systems.map((system) => [system.name, ...METRIC_NAMES.map((name) => scoreText(system, name))]),
  };
}

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}

function comparisonTable({ systems }: EvaluationOutput): Table {
  return {
    heading: ['against the first', ...METRIC_NAMES.map((name) => LABELS[name])],
    rows: systems.flatMap(({ name: system, comparison }) => {
      if (!comparison) return [];
      const cells = METRIC_NAMES.map((name) => {
        const { difference, p } = comparison[name];
        return `${signed(difference)} (p = ${p.toFixed(4)})${p < SIGNIFICANT ? '*' : ''}`;
      });
      return [[system, ...cells]];
    }),
  };
}

function bucketTable({ systems, lengthsOf }: EvaluationOutput): Table {
  const several = systems.length > 1;
  return {
    heading: [`${lengthsOf} words`, 'sentences', ...(several ? ['system'] : []), ...Object.values(LABELS)],
    right: [true, true, ...(several ? [false] : []), true, true, true, true],
    rows: (systems[0].buckets ?? []).flatMap((_, place) =>
      systems.flatMap(({ name: system, buckets = [] }) => {
        const bucket = buckets[place];
        const scores = METRIC_NAMES.map((name) => bucket[name].toFixed(2));
        const length = bucketName({ ...bucket, sentences: [] });
        return [[length, String(bucket.sentences), ...(several ? [system] : []), ...scores]];
      }),
    ),
  };
}

/** Signatures and what BLEU is made of. */
function details({ systems: [first] }: EvaluationOutput): string[] {
  const { precisions, brevityPenalty, hypothesisLength, referenceLength } = first.bleu;
  return [
    `BLEU precisions ${precisions.map((precision) => precision.toFixed(1)).join('/')}, brevity penalty ` +
      `${brevityPenalty.toFixed(3)}, ${hypothesisLength} words for ${referenceLength}`,
  ];
}

function exampleLines(example: ExampleReport, { sources, rankBy }: EvaluationOutput): string[] {
  return [
    `line ${example.line}, ${LABELS[rankBy]} ${example.score.toFixed(2)}`,
    ...(sources ? [`  source    ${sources[example.line - 1]}`] : []),
    ...example.references.map((reference) => `  expected  ${reference}`),
    `  got       ${example.hypothesis}`,
  ];
}

function examplesOf(output: EvaluationOutput): { title: string; examples: ExampleReport[] }[] {
  return output.systems.flatMap(({ name, worst = [], best = [] }) => {
    const of = output.systems.length > 1 ? ` of ${name}` : '';
    return [
      { title: `Worst${of}`, examples: worst },
      { title: `Best${of}`, examples: best },
    ].filter(({ examples }) => examples.length > 0);
  });
}

function significanceNote(test: PairedTest): string {
  const name = test === 'bootstrap' ? 'paired bootstrap resampling' : 'approximate randomisation';
  return `* less than ${SIGNIFICANT} probable if both were equally good, by ${name}.`;
}

/** One system: its scores line by line with their signatures. */
function singleSystem(output: EvaluationOutput): string {
  const [system] = output.systems;
  const width = Math.max(...METRIC_NAMES.map((name) => scoreText(system, name).length));
  const [extra] = details(output);
  return [
    `sentences  ${output.sentences}`,
    ...METRIC_NAMES.flatMap((name) => {
      const line = `${LABELS[name].padEnd(9)}  ${scoreText(system, name).padStart(width)}  ${system[name].signature}`;
      return name === 'bleu' ? [line, `${' '.repeat(11)}${extra.slice('BLEU '.length)}`] : [line];
    }),
  ].join('\n');
}

/** For people, on a terminal. */
export function evaluationText(output: EvaluationOutput): string {
  const { systems, sentences, test } = output;
  const several = systems.length > 1;
  const parts = several
    ? [
        `sentences  ${sentences}`,
        textTable(systemsTable(output)),
        ...(test ? [`${textTable(comparisonTable(output))}\n${significanceNote(test)}`] : []),
        METRIC_NAMES.map((name) => systems[0][name].signature)
          .map((signature, i) => `${LABELS[METRIC_NAMES[i]].padEnd(7)}  ${signature}`)
          .join('\n'),
      ]
    : [singleSystem(output)];
  if (systems[0].buckets) parts.push(textTable(bucketTable(output)));
  for (const { title, examples } of examplesOf(output)) {
    parts.push([title, ...examples.flatMap((example) => exampleLines(example, output))].join('\n'));
  }
  return `${parts.join('\n\n')}\n`;
}

/** As Markdown, to paste into a report. */
export function evaluationMarkdown(output: EvaluationOutput): string {
  const { systems, sentences, test } = output;
  const parts = [`${sentences} sentences`, markdownTable(systemsTable(output))];
  if (systems.length > 1 && test) {
    parts.push(markdownTable(comparisonTable(output)), significanceNote(test).replace('*', '\\*'));
  }
  if (systems[0].buckets) parts.push(markdownTable(bucketTable(output)));
  for (const { title, examples } of examplesOf(output)) {
    const sources = output.sources ? ['source'] : [];
    const rows = examples.map(({ line, score, hypothesis, references }) => [
      String(line),
      score.toFixed(2),
      ...(output.sources ? [output.sources[line - 1]] : []),
      references.join(' / '),
      hypothesis,
    ]);
    const heading = ['line', LABELS[output.rankBy], ...sources, 'expected', 'got'];
    const right = heading.map((_, column) => column < 2);
    parts.push(`**${title}**`, markdownTable({ heading, rows, right }));
  }
  parts.push(METRIC_NAMES.map((name) => `- ${LABELS[name]}: \`${systems[0][name].signature}\``).join('\n'));
  return `${parts.join('\n\n')}\n`;
}

/** One line of JSON: of one system its scores at the top, of several a list with the baseline first. */
export function evaluationJson({ systems, sentences, test }: EvaluationOutput): string {
  if (systems.length === 1) return `${JSON.stringify({ sentences, ...systems[0] })}\n`;
  return `${JSON.stringify({ sentences, baseline: systems[0].name, test, systems })}\n`;
}
