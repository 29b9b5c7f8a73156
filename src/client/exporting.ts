/** Saves the picture that is shown as SVG, PNG, CSV or JSON. */
import { LANGUAGE_NAMES, pickedOf } from '../render/drawn.js';
import { gridOf } from '../render/grid.js';
import { heatmapSvg } from '../render/heatmap.js';
import { lineViewSvg } from '../render/line-view.js';
import { gridCsv, gridJson } from '../render/exports.js';
import type { AttentionForm } from '../render/sentence-card.js';
import { announce, closest } from './page.js';
import type { PageState, PageStore } from './state.js';

export type ExportKind = 'svg' | 'png' | 'csv' | 'json';

/** Pixels of the PNG for each of the picture's. */
const DENSITY = 2;

/** The row of buttons under a picture. */
export function exportsHtml(form: AttentionForm): string {
  const kinds: ExportKind[] = ['svg', 'png', 'csv', 'json'];
  const what = form === 'lines' ? 'lines' : 'heatmap';
  const buttons = kinds.map(
    (kind) =>
      `<button type="button" class="quiet" data-export="${kind}" aria-label="Save the ${what} as ${kind.toUpperCase()}">${kind.toUpperCase()}</button>`,
  );
  return `<p class="exports"><span>Save as</span> ${buttons.join('')}</p>`;
}

/** What is shown of a sentence as a standalone SVG. */
function standaloneSvg(
  { translation, picks, units, form, scale }: Readonly<PageState>,
  number: number,
): string {
  if (!translation) return '';
  const sentence = translation.sentences[number - 1];
  const hypothesis = pickedOf(sentence, picks[number - 1]);
  const grid = gridOf(sentence, hypothesis, units);
  const { source, target } = translation;
  if (form === 'lines') return lineViewSvg({ grid, source, target });
  return heatmapSvg({
    rows: grid.rows.map(({ text }) => text),
    columns: grid.columns.map(({ text }) => text),
    weights: grid.weights,
    rowLanguage: target,
    columnLanguage: source,
    title: `Attention, ${LANGUAGE_NAMES[source]} to ${LANGUAGE_NAMES[target]}: ${sentence.source}`,
    scale,
  });
}

/** The picture of an SVG, on the ground that the system is set to. */
async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.naturalWidth * DENSITY;
    canvas.height = image.naturalHeight * DENSITY;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => {
        if (blob) resolve(blob);
        else reject(new Error('picture: the browser could not make a PNG of it'));
      }, 'image/png');
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** The file of a sentence. */
async function fileOf(state: Readonly<PageState>, number: number, kind: ExportKind): Promise<Blob | null> {
  const { translation, picks, units } = state;
  const sentence = translation?.sentences[number - 1];
  if (!translation || !sentence) return null;
  const hypothesis = pickedOf(sentence, picks[number - 1]);
  const grid = gridOf(sentence, hypothesis, units);
  switch (kind) {
    case 'svg':
      return new Blob([standaloneSvg(state, number)], { type: 'image/svg+xml' });
    case 'png':
      return pngOf(standaloneSvg(state, number));
    case 'csv':
      // The mark tells spreadsheets that it is UTF-8.
      return new Blob(['\uFEFF', gridCsv(grid)], { type: 'text/csv' });
    case 'json':
      return new Blob([gridJson(translation, sentence, { hypothesis, grid })], { type: 'application/json' });
  }
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Makes the export buttons work. */
export function connectExports(store: PageStore): void {
  document.addEventListener('click', (event) => {
    const button = closest(event, '[data-export]');
    const kind = button?.dataset.export as ExportKind | undefined;
    const number = Number(button?.closest<HTMLElement>('.sentence')?.dataset.sentence);
    if (!kind) return;
    fileOf(store.state, number, kind)
      .then((file) => {
        if (file) save(file, `attention-${number}.${kind}`);
      })
      .catch(() => announce('The browser could not save the picture'));
  });
}
