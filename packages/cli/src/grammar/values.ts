import { UsageError } from '../errors/command-error.js';
import { printable } from '../output/printable.js';

const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const BYTES: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
};

const DECIMAL = String.raw`(?<number>\d+(?:\.\d+)?)`;

/** The longest time of a timer, 24.8 days (`MAX_TIMER_MS` of core, which is not loaded to read a line): a longer one ends at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * A time in milliseconds: `250ms`, `5s`, `1m`, `2h`, `1d`; a number alone is milliseconds. `what` names the flag for the
 * error.
 *
 * @param most The longest time. Default: that of a timer.
 */
export function parseDuration(text: string, what: string, most = MAX_TIMER_MS): number {
  const match = new RegExp(`^${DECIMAL}(?<unit>ms|s|m|h|d)?$`, 'u').exec(text);
  const time = scaled(match, MILLISECONDS, 'ms') ?? fail(text, what, 'a time such as 250ms, 5s, 1m or 2h');
  return time <= most ? time : fail(text, what, `a time of at most ${Math.floor(most / 86_400_000)} days`);
}

/** A number of bytes: `512`, `64KiB`, `1MB`. Kilo is 1000, kibi is 1024. */
export function parseSize(text: string, what: string): number {
  const match = new RegExp(`^${DECIMAL}(?<unit>B|[kK]B|[MG]B|[KMG]iB)?$`, 'u').exec(text);
  return whole(scaled(match, BYTES, 'B')) ?? fail(text, what, 'a size such as 512, 64KiB or 1MB');
}

/** How many in a second: `1000/s`, `60/m`, `1000`. */
export function parseRate(text: string, what: string): number {
  const match = new RegExp(`^${DECIMAL}(?:/(?<unit>s|m|h))?$`, 'u').exec(text);
  const number = Number(match?.groups?.['number']);
  const rate = (number * 1000) / (MILLISECONDS[match?.groups?.['unit'] ?? 's'] as number);
  return Number.isFinite(rate) && rate > 0 ? rate : fail(text, what, 'a rate such as 1000/s');
}

/** An integer, written in digits. */
export function parseInteger(text: string, what: string, least = 0, most: number = Number.MAX_SAFE_INTEGER): number {
  const number = /^-?\d+$/u.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(number) && number >= least && number <= most) return number;
  return fail(text, what, `an integer ${range(least, most)}`);
}

/** A number, written in digits with a point. */
export function parseNumber(text: string, what: string, least = 0, most = Infinity): number {
  const number = /^-?\d+(?:\.\d+)?$/u.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  return fail(text, what, `a number ${range(least, most)}`);
}

/** One of these. */
export function parseChoice(text: string, what: string, values: readonly string[]): string {
  return values.includes(text) ? text : fail(text, what, `one of ${values.join(', ')}`);
}

/** Of a value in the environment or in a file: `true`, `1`, `yes`, `false`, `0`, `no`, or empty for false. */
export function parseBoolean(text: string, what: string): boolean {
  if (/^(?:1|true|yes|on)$/iu.test(text)) return true;
  if (/^(?:0|false|no|off|)$/iu.test(text)) return false;
  return fail(text, what, 'true or false');
}

function range(least: number, most: number): string {
  const isOpen = most >= Number.MAX_SAFE_INTEGER;
  if (least === -Infinity) return isOpen ? 'in digits' : `up to ${most}`;
  return isOpen ? `from ${least}, in digits` : `from ${least} to ${most}`;
}

function scaled(
  match: RegExpExecArray | null,
  units: Readonly<Record<string, number>>,
  fallback: string,
): number | undefined {
  if (match?.groups === undefined) return undefined;
  const result = Number(match.groups['number']) * (units[match.groups['unit'] ?? fallback] as number);
  return result <= Number.MAX_SAFE_INTEGER ? result : undefined;
}

function whole(number: number | undefined): number | undefined {
  return number === undefined ? undefined : Math.round(number);
}

function fail(text: string, what: string, expected: string): never {
  throw new UsageError(`${what} is ${expected}, not "${printable(text)}".`);
}
