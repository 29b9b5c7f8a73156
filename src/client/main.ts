/** What the browser adds to the page, which works without it. */
import { connectDirection } from './direction.js';
import { switchGround } from './ground-switch.js';
import { connectHistory } from './history-dialog.js';
import { connectLooking } from './looking.js';
import { keepSetting } from './settings.js';
import { initialStore, readPageData } from './state.js';
import { connectSuggesting } from './suggesting.js';
import { connectLiveSwitch, connectTextField } from './text-field.js';
import { Translating } from './translating.js';
import { connectTranslationPane } from './translation-pane.js';

const data = readPageData();
const store = initialStore(data);
const translating = new Translating(store);

switchGround();
connectTranslationPane(store, translating, data, (tinted) => keepSetting('tinted', tinted));
connectLooking(store, data.models);
connectDirection(store, translating, data.models);
connectTextField(store, translating);
connectLiveSwitch(store, translating, (live) => keepSetting('live', live));
connectHistory(store, translating);
connectSuggesting(store);
document.documentElement.dataset.ready = 'true';
