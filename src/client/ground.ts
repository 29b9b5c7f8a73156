/** Runs before anything is drawn: says that there is a script, and puts the page on the ground that was chosen. */

document.documentElement.classList.add('scripted');
try {
  const kept: unknown = JSON.parse(localStorage.getItem('ieum.ground') ?? 'null');
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset.theme = kept;
} catch {
  // Nothing was kept; the system decides.
}
