/** Light, dark, or as the system has it. */
import { keepSetting } from './settings.js';
import { announce, part } from './page.js';

type Ground = 'system' | 'light' | 'dark';

const NAMES: Record<Ground, string> = { system: 'as the system', light: 'light', dark: 'dark' };
const NEXT: Record<Ground, Ground> = { system: 'light', light: 'dark', dark: 'system' };

/** Makes the switch in the masthead go round. */
export function switchGround(): void {
  const button = part('ground', HTMLButtonElement);
  const root = document.documentElement;
  const current = (): Ground => {
    const { theme } = root.dataset;
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  };
  const show = (): void => {
    const label = `Colours: ${NAMES[current()]}`;
    button.setAttribute('aria-label', label);
    button.title = label;
    button.dataset.ground = current();
  };
  button.addEventListener('click', () => {
    const next = NEXT[current()];
    if (next === 'system') delete root.dataset.theme;
    else root.dataset.theme = next;
    keepSetting('ground', next === 'system' ? undefined : next);
    show();
    if (document.getElementById('status')) announce(`Colours: ${NAMES[next]}`);
  });
  show();
}
