/** Callbacks that remove temporary files when the process exits normally. */
const removals = new Set<() => void>();
let listening = false;

/**
 * Has a file removed when the process ends.
 *
 * @returns what removes it before that, once.
 */
export function removeAtExit(remove: () => void): () => void {
  const once = (): void => {
    if (removals.delete(once)) remove();
  };
  removals.add(once);
  if (!listening) {
    listening = true;
    process.on('exit', () => {
      for (const removal of removals) removal();
    });
  }
  return once;
}
