import { UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import { decodeStrict } from '../output/printable.js';

/** How much of a message `--match` and `--skip` look at. */
const MAX_SEARCHED_BYTES = 65_536;

/** Whether a message is printed: as `--match` and `--skip` say. @throws UsageError for a malformed expression. */
export function selectionOf(flags: Flags): (frames: Iterable<Uint8Array>) => boolean {
  const match = expression(flags.text('match'), '--match');
  const skip = expression(flags.text('skip'), '--skip');
  if (match === undefined && skip === undefined) return () => true;
  return (frames) => {
    const text = searchable(frames);
    return (match?.test(text) ?? true) && !(skip?.test(text) ?? false);
  };
}

function expression(source: string | undefined, what: string): RegExp | undefined {
  if (source === undefined) return undefined;
  try {
    return new RegExp(source, 'u');
  } catch (cause) {
    throw new UsageError(`${what} is not a regular expression: ${(cause as Error).message}.`, { cause });
  }
}

/** The frames as text, with tabs between them; bytes that are no UTF-8 as Latin-1. */
function searchable(frames: Iterable<Uint8Array>): string {
  const bytes = Buffer.concat(
    Array.from(frames, (frame, index) => (index === 0 ? frame : Buffer.concat([Buffer.from('\t'), frame]))),
  ).subarray(0, MAX_SEARCHED_BYTES);
  return decodeStrict(bytes) ?? bytes.toString('latin1');
}
