import { encodeText, textLength } from '../runtime/bytes.js';

/** The longest time a timer can run, and what libzmq's int options hold: 24.8 days in milliseconds. */
export const MAX_DURATION_MS = 2 ** 31 - 1;

/**
 * When a change by `setOption` takes effect: at once, or for endpoints that are bound or connected after it, while those
 * that are there keep the value that they have.
 */
export type OptionChange = 'at once' | 'new endpoints';

/** What is set in libzmq, by the number of the option (zmq.h): a flag, an int, an int64 or bytes. */
export type LibzmqSetting = readonly [option: number, value: boolean | number | bigint | Uint8Array];

/** One option: what it accepts, what it is when it is not given, and what becomes of a change. */
export interface OptionRule<Given = unknown, Resolved = unknown> {
  /** What it accepts, for error texts. */
  readonly accepts: string;
  /** What it is when it is not given. */
  readonly fallback: Resolved;
  /** Whether it is a secret: no text shows a value of it, and `getOption` does not return it. */
  readonly confidential?: boolean;
  /** When a change takes effect. Absent: it cannot be changed. */
  readonly change?: OptionChange;
  /**
   * How libzmq has it: the number of its option, or the settings that a value is. Absent: it is not libzmq's, or the
   * engine does it in another way. A number stands for one option, of the type that the value has, whose default in
   * libzmq is `fallback`.
   */
  readonly libzmq?: number | ((value: Resolved) => readonly LibzmqSetting[]);
  /** Says what is wrong with a value that is not accepted, without showing it, where more than its kind can be said. */
  describe?(value: unknown): string | undefined;
  /** Whether a value is acceptable. */
  check(value: unknown): boolean;
  /** Makes of an acceptable value what the socket keeps. Absent: it is kept as it is. */
  resolve?(value: Given): Resolved;
}

/** What the declaration of an option can add to its kind. */
export type OptionTraits<Resolved> = Pick<OptionRule<never, Resolved>, 'change' | 'libzmq'>;

/**
 * The rules of options, by name. Declare them beside the interface that documents the options, and have the compiler hold
 * them together:
 *
 * ```ts ignore
 * export const DISH_OPTIONS = { groups: … } satisfies OptionRules<DishOptions>;
 * ```
 */
export type OptionRules<Options = Readonly<Record<string, unknown>>> = {
  // oxlint-disable-next-line typescript/no-explicit-any -- what a rule makes of a value is its own affair
  readonly [Name in keyof Options]-?: OptionRule<Exclude<Options[Name], undefined>, any>;
};

/** The options of these rules as a socket keeps them: checked, and with the defaults. */
export type ResolvedFrom<Rules> = {
  // oxlint-disable-next-line typescript/no-explicit-any -- of whatever is given
  readonly [Name in keyof Rules]: Rules[Name] extends OptionRule<any, infer Resolved> ? Resolved : never;
};

/** True or false. */
export function flagOption(traits: OptionTraits<boolean> = {}): OptionRule<boolean, boolean> {
  return { accepts: 'true or false', fallback: false, check: (value) => typeof value === 'boolean', ...traits };
}

/** Milliseconds, or `Infinity`. */
export function durationOption(fallback: number, traits: OptionTraits<number> = {}): OptionRule<number, number> {
  return {
    accepts: `milliseconds from 0 to ${MAX_DURATION_MS}, or Infinity`,
    fallback,
    check: (value) => typeof value === 'number' && value >= 0 && (value === Infinity || value <= MAX_DURATION_MS),
    ...traits,
  };
}

/** Whole numbers within limits; `unit` says of what, for error texts. */
export function integerOption<Fallback extends number | undefined>(
  fallback: Fallback,
  first: number,
  last: number,
  unit: string,
  traits: OptionTraits<number | Fallback> = {},
): OptionRule<number, number | Fallback> {
  return {
    accepts: `${unit} from ${first} to ${last}`,
    fallback,
    check: (value) => Number.isInteger(value) && (value as number) >= first && (value as number) <= last,
    ...traits,
  };
}

/** A string or bytes, kept as a copy of the bytes. The limits are in bytes. */
export function bytesOption(
  first: number,
  last: number,
  traits: OptionTraits<Uint8Array | undefined> = {},
): OptionRule<string | Uint8Array, Uint8Array | undefined> {
  return {
    accepts: `a string or bytes${last === Infinity ? '' : `, ${first} to ${last} bytes`}`,
    fallback: undefined,
    check: (value) => {
      if (typeof value !== 'string' && !(value instanceof Uint8Array)) return false;
      const length = typeof value === 'string' ? textLength(value) : value.byteLength;
      return length >= first && length <= last;
    },
    resolve: (value) => (typeof value === 'string' ? encodeText(value) : Uint8Array.from(value)),
    ...traits,
  };
}
