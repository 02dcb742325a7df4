import { randomInt, randomUUID } from 'node:crypto';
import { UsageError } from '../errors/command-error.js';
import type { CommandIO } from '../io.js';
import { decodeStrict, printable } from '../output/printable.js';
import { isoTime, microseconds } from './received.js';

/** A frame with what `--template` replaces: `{{n}}`, `{{time}}`, `{{unixMs}}`, `{{uuid}}`, `{{random 1 100}}`, `{{env NAME}}`. */
export function expandTemplate(frame: Uint8Array, n: number, env: CommandIO['env']): Uint8Array {
  const text = decodeStrict(frame);
  if (text === undefined || !text.includes('{{')) return frame;
  return Buffer.from(text.replaceAll(/\{\{(.*?)\}\}/gsu, (_, inside: string) => expanded(inside.trim(), n, env)));
}

function expanded(inside: string, n: number, env: CommandIO['env']): string {
  const [name = '', ...args] = inside.split(/\s+/u);
  switch (name) {
    case 'n':
      return String(n);
    case 'time':
      return isoTime(microseconds());
    case 'unixMs':
      return String(Date.now());
    case 'uuid':
      return randomUUID();
    case 'random': {
      const [from, to] = args.map(Number);
      if (
        args.length === 2 &&
        Number.isSafeInteger(from) &&
        Number.isSafeInteger(to) &&
        (from as number) <= (to as number)
      ) {
        return String(randomInt(from as number, (to as number) + 1));
      }
      break;
    }
    case 'env':
      if (args.length === 1) return env[args[0] as string] ?? '';
      break;
    default:
  }
  throw new UsageError(
    `--template: {{${printable(inside)}}} is none of {{n}}, {{time}}, {{unixMs}}, {{uuid}}, {{random 1 100}} and {{env NAME}}.`,
  );
}
