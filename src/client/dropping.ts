/** Files that are dropped anywhere on a form are the ones to send. */

/** @param form holds an element `.drop`, which lights up, and a field for files */
export function connectDropping(form: HTMLElement): void {
  const drop = form.querySelector('.drop');
  const input = form.querySelector<HTMLInputElement>('input[type="file"]');
  if (!drop || !input) return;
  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    drop.classList.add('over');
  });
  form.addEventListener('dragleave', () => drop.classList.remove('over'));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    drop.classList.remove('over');
    const files = event.dataTransfer?.files;
    if (!files || files.length === 0) return;
    input.files = files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
}
