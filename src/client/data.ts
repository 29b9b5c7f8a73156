/** The script of `/data` and the pages below it. */
import { switchGround } from './ground-switch.js';
import { connectAsking } from './retraining/asking.js';
import { connectCorrections } from './retraining/data/corrections.js';
import { connectEditing } from './retraining/data/editing.js';
import { connectBrowsing, readPairs } from './retraining/data/pairs.js';
import { connectUpload } from './retraining/data/upload.js';
import { connectForms } from './retraining/forms.js';
import { keepTimes } from './retraining/times.js';

switchGround();
connectAsking();
connectForms();
connectUpload();
connectCorrections();
const browser = readPairs();
if (browser) {
  connectBrowsing(browser);
  connectEditing(browser);
}
keepTimes();
document.documentElement.dataset.ready = 'true';
