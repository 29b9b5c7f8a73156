/** The search: the beam as a tree, step by step, with what was pruned and when. */
import { beamTreeSvg, pathTo, shownNodes, stepsOf } from '../../render/beam-tree.js';
import type { DrawnNode, DrawnTree } from '../../render/beam-tree.js';
import { probabilityText } from '../../render/probability.js';
import { escapeXml } from '../../render/xml.js';
import { closest, fill } from '../page.js';
import type { PageStore } from '../state.js';
import { Loader } from './loader.js';
import { questionOf, subjectOf, textOfPieces } from './subject.js';
import type { Subject } from './subject.js';

const loader = new Loader<DrawnTree>('/v1/search');
const USUAL_BEAM = 5;
const WIDEST_BEAM = 10;
const PRUNED = 4;

/** What is shown: the tree, how many steps of it, and the node that was chosen. */
let tree: DrawnTree | null = null;
let chosen: number | null = null;

function frame({ number }: Subject): string {
  return (
    `<div class="field-row"><p class="field"><label for="beam-${number}">Beam width <output data-beam>${USUAL_BEAM}</output></label>` +
    `<input type="range" id="beam-${number}" name="beam" min="1" max="${WIDEST_BEAM}" value="${USUAL_BEAM}" autocomplete="off"></p>` +
    `<p class="field"><label for="steps-${number}">Steps shown <output data-steps></output></label>` +
    `<input type="range" id="steps-${number}" name="steps" min="1" max="1" value="1" autocomplete="off"></p>` +
    `<p class="field"><label class="check"><input type="checkbox" name="pruned" checked autocomplete="off"> <span>Show what was pruned</span></label></p></div>` +
    '<ul class="tree-legend"><li class="best">the translation</li><li class="kept">kept in the beam</li><li class="lost">kept, but nothing came of it</li><li class="finished">finished</li><li class="pruned">pruned</li></ul>' +
    '<div class="panel-result"><div data-result></div><div class="tree-says" data-says aria-live="polite"></div><div data-table></div></div>'
  );
}

const FATES: Record<DrawnNode['fate'], string> = {
  kept: 'kept in the beam',
  finished: 'moved to the finished ones',
  pruned: 'pruned',
};

/** When the last hypothesis that begins so was pruned. */
function livedUntil({ fate, until }: DrawnNode): string {
  return fate === 'kept' ? ` What begins so stood in the beam until step ${until + 1}.` : '';
}

/** A hypothesis in words. */
function says({ nodes, beam }: DrawnTree, id: number, subject: Subject): string {
  const node = nodes[id];
  const text = textOfPieces(pathTo(nodes, id).map(({ piece }) => piece));
  return (
    `<p class="outcome-text" lang="${subject.target}">${escapeXml(text)}</p><p class="remark">At step ${node.step + 1} it was number ${node.rank + 1} of the continuations and was ${FATES[node.fate]}` +
    `${node.fate === 'pruned' ? ` (the beam has room for ${beam})` : ''}. Log-probability ${node.logProbability.toFixed(2)}, ` +
    `by length ${node.score.toFixed(2)}; the last piece had ${probabilityText(node.probability)}.${livedUntil(node)}</p>`
  );
}

/** The tree as text, for those who cannot see it. */
function asTable(shown: DrawnTree, pruned: number, { target }: Subject): string {
  const rows = Array.from({ length: stepsOf(shown) }, (_, step) =>
    shownNodes(shown, step, pruned).map(
      (node) =>
        `<tr><td>${step + 1}</td><td>${node.rank + 1}</td><td lang="${target}">${escapeXml(textOfPieces(pathTo(shown.nodes, node.id).map(({ piece }) => piece)) || '…')}</td>` +
        `<td>${node.logProbability.toFixed(2)}</td><td>${FATES[node.fate]}</td></tr>`,
    ),
  ).flat();
  return (
    '<details class="numbers"><summary>The same as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Table of the search"><table class="search-table">' +
    '<thead><tr><th scope="col">Step</th><th scope="col">Rank</th><th scope="col">Hypothesis</th><th scope="col">Log-probability</th><th scope="col">Fate</th></tr></thead>' +
    `<tbody>${rows.join('')}</tbody></table></div></details>`
  );
}

/** Where the translation ends in the tree, or the likeliest last node. */
const bestNode = ({ best, nodes }: DrawnTree): number => best[0] ?? nodes.length - 1;

function draw(panel: HTMLElement, subject: Subject): void {
  const place = panel.querySelector<HTMLElement>('[data-result]');
  const slider = panel.querySelector<HTMLInputElement>('[name="steps"]');
  const pruned = panel.querySelector<HTMLInputElement>('[name="pruned"]');
  const says_ = panel.querySelector('[data-says]');
  const steps = panel.querySelector('[data-steps]');
  if (!tree || !place || !slider || !pruned || !says_ || !steps) return;
  const shown = Number(slider.value);
  const most = pruned.checked ? PRUNED : 0;
  steps.textContent = `${shown} of ${stepsOf(tree)}`;
  const { scrollLeft } = place.querySelector('.scroll') ?? { scrollLeft: 0 };
  const svg = beamTreeSvg(tree, {
    target: subject.target,
    steps: shown,
    pruned: most,
    id: `tree-${subject.number}`,
  });
  fill(
    place,
    `<div class="scroll" tabindex="0" role="region" aria-label="The search as a tree">${svg}</div>`,
  );
  const table = panel.querySelector('[data-table]');
  const wasOpen = table?.querySelector('details')?.open ?? false;
  if (table) fill(table, asTable(tree, most, subject));
  if (wasOpen) table?.querySelector('details')?.setAttribute('open', '');
  const scroll = place.querySelector('.scroll');
  if (scroll) scroll.scrollLeft = scrollLeft;
  const node = chosen ?? bestNode(tree);
  place.querySelector(`[data-node='${node}']`)?.classList.add('chosen');
  (place.querySelector(`[data-node='${node}']`) ?? place.querySelector('[data-node]'))?.setAttribute(
    'tabindex',
    '0',
  );
  fill(says_, says(tree, node, subject));
}

/** Shows the search of the sentence with the beam that is chosen. */
export function showSearchPanel(panel: HTMLElement, subject: Subject): void {
  if (panel.childElementCount === 0) fill(panel, frame(subject));
  const place = panel.querySelector<HTMLElement>('[data-result]');
  const beam = Number(panel.querySelector<HTMLInputElement>('[name="beam"]')?.value ?? USUAL_BEAM);
  if (!place) return;
  const question = { ...questionOf(subject), beam, nBest: beam };
  void loader.load(place, question, (answer) => {
    if (answer !== tree) chosen = null;
    tree = answer;
    const slider = panel.querySelector<HTMLInputElement>('[name="steps"]');
    if (slider) {
      slider.max = String(stepsOf(answer));
      slider.value = slider.max;
    }
    draw(panel, subject);
  });
}

/** The node that an arrow key leads to: parent, likeliest continuation, or neighbour in the step. */
function neighbour(panel: HTMLElement, id: number, key: string): number | undefined {
  if (!tree) return undefined;
  const node = tree.nodes[id];
  const drawn = [...panel.querySelectorAll<SVGElement>('[data-node]')].map(({ dataset }) =>
    Number(dataset.node),
  );
  if (key === 'ArrowLeft') return node.parent ?? undefined;
  if (key === 'ArrowRight') return drawn.find((other) => tree?.nodes[other].parent === id);
  const column = drawn.filter((other) => tree?.nodes[other].step === node.step);
  const offset = { ArrowDown: 1, ArrowUp: -1 }[key];
  return offset === undefined ? undefined : column[column.indexOf(id) + offset];
}

/** Hears the sliders, and which node is chosen. */
export function connectSearchPanel(section: HTMLElement, store: PageStore): void {
  const panelOf = (event: Event): HTMLElement | null => closest(event, '[data-panel="search"]');
  const nodeOf = (event: Event): number | null => {
    const node = event.target instanceof Element ? event.target.closest<SVGElement>('[data-node]') : null;
    return node ? Number(node.dataset.node) : null;
  };
  const choose = (panel: HTMLElement, id: number): void => {
    const subject = subjectOf(store.state);
    if (!subject) return;
    chosen = id;
    draw(panel, subject);
    panel.querySelector<SVGElement>(`[data-node='${id}']`)?.focus({ preventScroll: false });
  };
  section.addEventListener('input', (event) => {
    const panel = panelOf(event);
    const subject = subjectOf(store.state);
    if (!panel || !subject || !(event.target instanceof HTMLInputElement)) return;
    if (event.target.name !== 'beam') {
      draw(panel, subject);
      return;
    }
    const output = panel.querySelector('[data-beam]');
    if (output) output.textContent = event.target.value;
    showSearchPanel(panel, subject);
  });
  section.addEventListener('click', (event) => {
    const panel = panelOf(event);
    const id = nodeOf(event);
    if (panel && id !== null) choose(panel, id);
  });
  section.addEventListener('keydown', (event) => {
    const panel = panelOf(event);
    const id = nodeOf(event);
    if (!panel || id === null) return;
    const next = event.key === 'Enter' || event.key === ' ' ? id : neighbour(panel, id, event.key);
    if (next === undefined || !panel.querySelector(`[data-node='${next}']`)) return;
    event.preventDefault();
    choose(panel, next);
  });
}
