/** What the browser adds to the page, which works without it. */
import { offerCopying } from './copying.js';
import { countCharacters } from './counter.js';
import { lightWords } from './highlight.js';
import { part } from './page.js';
import { stepThroughWords } from './stepping.js';
import { translateInPlace } from './translating.js';

function enliven(): void {
  lightWords();
  stepThroughWords();
  offerCopying();
}

const text = part('text', HTMLTextAreaElement);
part('shortcut', HTMLElement).hidden = false;
countCharacters(text);
translateInPlace(part('translator', HTMLFormElement), text, enliven);
enliven();
