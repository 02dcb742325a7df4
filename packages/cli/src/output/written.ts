import type { CommandIO } from '../io.js';

/** Resolves when all that was written to a stream is handed to the system, or cannot be. */
export async function written(stream: CommandIO['stdout']): Promise<void> {
  if (hasEnded(stream)) return;
  await new Promise<void>((resolve) => {
    stream.once('close', resolve);
    stream.write('', () => {
      stream.off('close', resolve);
      resolve();
    });
  });
}

/** Whether a stream takes no more: it was closed, or could not be written. */
export function hasEnded(stream: CommandIO['stdout']): boolean {
  return stream.destroyed || (stream.errored ?? undefined) !== undefined;
}
