import type { styleText as StyleText } from 'node:util';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';

/** A style of `util.styleText`. */
export type Style = Parameters<typeof StyleText>[0];

/** Puts a style on text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colour on a terminal, unless NO_COLOR or `--no-color` forbids it; FORCE_COLOR and `--color=always` ask for it everywhere. */
export function paintFor(stream: { readonly isTTY?: boolean | undefined }, flags: Flags, env: CommandIO['env']): Paint {
  if (!isColoured(stream, flags, env)) return (_, text) => text;
  // To import `node:util` is to load all of it, at every start.
  const { styleText } = process.getBuiltinModule('node:util');
  return (style, text) => styleText(style, text, { validateStream: false });
}

function isColoured(stream: { readonly isTTY?: boolean | undefined }, flags: Flags, env: CommandIO['env']): boolean {
  const wanted = flags.text('color');
  if (flags.boolean('no-color') || wanted === 'never') return false;
  if (wanted === 'always') return true;
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0';
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}
