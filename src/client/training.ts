/** The script of `/training` and the pages below it. */
import { switchGround } from './ground-switch.js';

switchGround();
document.documentElement.dataset.ready = 'true';
