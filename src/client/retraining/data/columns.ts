/** Asks which column holds which language, but only where a file does not tell. */
import { columnChoice, firstRows, guessUses, isPlain, layoutFields } from '../../../render/data/columns.js';
import type { FirstRows, Use } from '../../../render/data/columns.js';
import { fill, part } from '../../page.js';

/** Bytes of a file that its first lines are looked for in. */
const BEGINNING = 1 << 15;

async function beginningOf(file: File): Promise<string> {
  if (!/\.gz$/i.test(file.name)) return file.slice(0, BEGINNING).text();
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const decoder = new TextDecoder();
  let text = '';
  while (text.length < BEGINNING) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  await reader.cancel();
  return text;
}

/** Puts a choice into the fields of the form, where it is seen, and can be changed. */
function putFields(rows: FirstRows | null, uses: Use[]): void {
  const fields = rows && layoutFields(rows, uses);
  part('columns-field', HTMLInputElement).value = fields?.columns ?? '';
  part('ko-field', HTMLInputElement).value = fields?.koField ?? '';
  part('en-field', HTMLInputElement).value = fields?.enField ?? '';
}

/** A language stands in one column: where it is chosen for another, the one before has none. */
function readUses(place: HTMLElement, chosen: HTMLSelectElement): Use[] {
  const selects = [...place.querySelectorAll('select')];
  for (const select of selects) {
    if (select !== chosen && select.value === chosen.value) select.value = '';
  }
  return selects.map(({ value }) => value as Use);
}

/** Looks at the file that was chosen, and shows its first lines where a choice is needed. */
export function connectColumns(form: HTMLFormElement, input: HTMLInputElement): void {
  const place = part('columns', HTMLElement);
  let rows: FirstRows | null = null;
  const look = async (): Promise<void> => {
    const files = [...(input.files ?? [])];
    const found = files.length === 1 ? firstRows(files[0].name, await beginningOf(files[0])) : null;
    if (files[0] !== input.files?.[0]) return;
    rows = found && !isPlain(found) ? found : null;
    const uses = rows ? guessUses(rows) : [];
    place.hidden = rows === null;
    fill(place, rows ? columnChoice(rows, uses) : '');
    putFields(rows, uses);
  };
  input.addEventListener('change', () => {
    // A file that cannot be looked at here is for the server to judge.
    look().catch(() => (place.hidden = true));
  });
  form.addEventListener('change', (event) => {
    const select = event.target;
    if (select instanceof HTMLSelectElement && place.contains(select)) putFields(rows, readUses(place, select));
  });
}
