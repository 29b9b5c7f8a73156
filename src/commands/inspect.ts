/** `ieum inspect`: what is in a model: its parameters, its vocabularies, and the neighbours of a word. */
import { Option } from 'commander';
import type { Command } from 'commander';
import { UserError } from '../foundation/errors.js';
import type { Neighbour } from '../inspection/neighbours.js';
import type { ModelSummary } from '../inspection/parameter-summary.js';
import type { CheckpointCard } from '../model/checkpoint.js';
import type { StoredTensor } from '../model/safetensors.js';
import type { ScoredPiece } from '../tokenizer/model-file.js';
import { wholeNumberFrom } from './flags.js';
import { textTable } from './table.js';

interface InspectFlags {
  vocabulary?: Side;
  containing?: string;
  neighbours?: string;
  in?: Place;
  limit: number;
  json?: boolean;
}

type Side = 'source' | 'target';
/** What is searched for neighbours: an embedding, or the output layer, which has a row a piece too. */
type Place = Side | 'output';

/** Names of the parameter that holds each, the first that a model has; tied ones are one parameter. */
const EMBEDDINGS: Record<Place, string[]> = {
  source: ['encoder.embedding', 'decoder.embedding', 'embedding'],
  target: ['decoder.embedding', 'output.weights', 'encoder.embedding', 'embedding'],
  output: ['output.weights', 'decoder.embedding', 'encoder.embedding', 'embedding'],
};

interface Inspected {
  card: CheckpointCard;
  parameters: Map<string, StoredTensor>;
  vocabulary: (side: Side) => ScoredPiece[];
}

async function load(name: string): Promise<Inspected> {
  const [models, checkpoints, backend, tokenizers] = await Promise.all([
    import('../serving/models.js'),
    import('../model/checkpoint.js'),
    import('../nn/backend.js'),
    import('../tokenizer/model-file.js'),
  ]);
  const { folder } = models.modelAt(name);
  await backend.initialiseEngine();
  const { model, card, tokenizerPaths } = await checkpoints.loadCheckpoint(folder);
  const parameters = checkpoints.storedParameters(model);
  model.dispose();
  const vocabulary = (side: Side): ScoredPiece[] =>
    tokenizers.readTokenizerModel(tokenizerPaths[side]).pieces;
  return { card, parameters, vocabulary };
}

function embeddingOf({ parameters }: Inspected, place: Place): { name: string; tensor: StoredTensor } {
  for (const name of EMBEDDINGS[place]) {
    const tensor = parameters.get(name);
    if (tensor) return { name, tensor };
  }
  throw new UserError(`inspect: expected an embedding of the ${place} in the model, got none`);
}

const grouped = (count: number): string => count.toLocaleString('en-GB');

function parametersText({ card }: Inspected, { parameters, count, norm }: ModelSummary): string {
  const broken = parameters.some((parameter) => parameter.broken > 0);
  const rows = parameters.map((parameter) => [
    parameter.name,
    parameter.shape.join(' × '),
    grouped(parameter.count),
    parameter.norm.toFixed(2),
    parameter.rootMeanSquare.toFixed(4),
    parameter.least.toFixed(3),
    parameter.greatest.toFixed(3),
    ...(broken ? [String(parameter.broken)] : []),
  ]);
  const heading = ['parameter', 'shape', 'numbers', 'norm', 'rms', 'least', 'greatest'];
  const architecture = Object.entries(card.architecture).map(([key, value]) => `${key} ${value}`);
  return [
    `${card.name}, ${card.source} to ${card.target}, after ${grouped(card.updates)} updates`,
    architecture.join(', '),
    '',
    textTable({ heading: broken ? [...heading, 'broken'] : heading, rows }),
    '',
    `${grouped(count)} numbers, norm ${norm.toFixed(2)}`,
  ].join('\n');
}

async function showParameters(inspected: Inspected, { json }: InspectFlags): Promise<string> {
  const { summariseModel } = await import('../inspection/parameter-summary.js');
  const summary = summariseModel(inspected.parameters);
  if (!json) return parametersText(inspected, summary);
  const { name, source, target, updates, architecture } = inspected.card;
  return JSON.stringify({ name, source, target, updates, architecture, ...summary });
}

async function showVocabulary(inspected: Inspected, side: Side, flags: InspectFlags): Promise<string> {
  const [{ rowNorms }, { PieceType }] = await Promise.all([
    import('../inspection/neighbours.js'),
    import('../tokenizer/model-file.js'),
  ]);
  const norms = rowNorms(embeddingOf(inspected, side).tensor);
  const pieces = inspected.vocabulary(side).map(({ piece, score, type }, id) => {
    return { id, piece, score, type: PieceType[type].toLowerCase(), norm: norms[id] };
  });
  const found = pieces.filter(({ piece }) => piece.includes(flags.containing ?? ''));
  const shown = found.slice(0, flags.limit);
  if (flags.json) return JSON.stringify({ side, size: pieces.length, found: found.length, pieces: shown });
  const rows = shown.map(({ id, piece, score, type, norm }) => {
    return [String(id), piece, type, score.toFixed(3), norm.toFixed(3)];
  });
  const heading = ['id', 'piece', 'type', 'score', 'norm'];
  const more = found.length > shown.length ? `, ${shown.length} shown; --limit shows more` : '';
  return [
    textTable({ heading, rows, right: [true, false, false, true, true] }),
    '',
    `${grouped(pieces.length)} pieces of the ${side}, ${grouped(found.length)} found${more}`,
  ].join('\n');
}

async function showNeighbours(inspected: Inspected, text: string, flags: InspectFlags): Promise<string> {
  const [{ nearestNeighbours }, { findPiece, isPiece }, { SPECIAL_PIECES }] = await Promise.all([
    import('../inspection/neighbours.js'),
    import('../inspection/piece-lookup.js'),
    import('../text/special-pieces.js'),
  ]);
  const namesOf = (place: Place): string[] =>
    inspected.vocabulary(place === 'source' ? 'source' : 'target').map(({ piece }) => piece);
  const onlyInTarget = !isPiece(namesOf('source'), text) && isPiece(namesOf('target'), text);
  const place = flags.in ?? (onlyInTarget ? 'target' : 'source');
  const names = namesOf(place);
  const id = findPiece(names, text);
  const { name, tensor } = embeddingOf(inspected, place);
  const leaveOut = [...SPECIAL_PIECES.keys()];
  const found = nearestNeighbours(tensor, id, { count: flags.limit, leaveOut });
  const described = ({ id: other, cosine }: Neighbour): { id: number; piece: string; cosine: number } => {
    return { id: other, piece: names[other], cosine };
  };
  if (flags.json) {
    return JSON.stringify({ parameter: name, id, piece: names[id], neighbours: found.map(described) });
  }
  const rows = found.map(described).map((one) => [one.cosine.toFixed(4), one.piece, String(one.id)]);
  const table = textTable({ heading: ['cosine', 'piece', 'id'], rows, right: [true, false, true] });
  return `${names[id]} (${id}) in ${name}\n\n${table}`;
}

async function inspect(name: string, flags: InspectFlags): Promise<void> {
  const { vocabulary, neighbours } = flags;
  if (vocabulary !== undefined && neighbours !== undefined) {
    throw new UserError('inspect: expected one of --vocabulary and --neighbours, got both; leave one out');
  }
  const inspected = await load(name);
  let text: string;
  if (vocabulary !== undefined) text = await showVocabulary(inspected, vocabulary, flags);
  else if (neighbours !== undefined) text = await showNeighbours(inspected, neighbours, flags);
  else text = await showParameters(inspected, flags);
  process.stdout.write(`${text}\n`);
}

const EXAMPLES = `
Examples:
  ieum inspect ko-en
  ieum inspect ko-en --vocabulary target --containing ing --limit 20
  ieum inspect ko-en --neighbours 학교
  ieum inspect ko-en --neighbours school --in output`;

/** Adds `inspect` to the command line. */
export function registerInspect(program: Command): void {
  program
    .command('inspect')
    .description("show a model's parameters, its vocabularies, or the neighbours of a word")
    .argument('<model>', "a run's folder, a checkpoint, or the name of one")
    .addOption(new Option('--vocabulary <side>', 'list its pieces').choices(['source', 'target']))
    .option('--containing <text>', 'only pieces with this in them')
    .option('--neighbours <piece>', 'the pieces nearest to a word, a piece or #ID, by cosine')
    .addOption(
      new Option(
        '--in <place>',
        'where neighbours are sought (default: source, or target where only it has the piece)',
      ).choices(['source', 'target', 'output']),
    )
    .option('--limit <n>', 'the most rows to show', wholeNumberFrom(1, 1_000_000), 10)
    .option('--json', 'print one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(inspect);
}
