import type { CommandDefinition, FlagValue } from './definition.js';

/** Where the value of a flag is from. */
export type Source = 'flag' | 'environment' | 'context' | 'user file' | 'default';

/** An endpoint as given: the action is `undefined` when the type of the socket decides. */
export interface GivenEndpoint {
  readonly action: 'bind' | 'connect' | undefined;
  readonly text: string;
}

/** A time as it was given. */
export interface GivenTime {
  readonly ms: number;
  /** Whether it was written with a unit: a number alone is milliseconds. */
  readonly hasUnit: boolean;
}

/** The values of the flags of a command. A flag that it does not have is `undefined`, so that shared code can ask for it. */
export class Flags {
  readonly #values: ReadonlyMap<string, FlagValue>;
  readonly #sources: ReadonlyMap<string, Source>;
  readonly #texts: ReadonlyMap<string, string>;

  /** @param texts How values were written that have a unit. */
  constructor(
    values: ReadonlyMap<string, FlagValue>,
    sources: ReadonlyMap<string, Source>,
    texts: ReadonlyMap<string, string> = new Map(),
  ) {
    this.#values = values;
    this.#sources = sources;
    this.#texts = texts;
  }

  /** Whether a value was given: by a flag, the environment, or a file. */
  given(name: string): boolean {
    return this.source(name) !== undefined && this.source(name) !== 'default';
  }

  /** Where the value is from; `undefined` when there is none. */
  source(name: string): Source | undefined {
    return this.#sources.get(name);
  }

  /** Of a `boolean`: false unless given. */
  boolean(name: string): boolean {
    return this.#values.get(name) === true;
  }

  /** Of a `count`, `integer`, `number`, `duration` (milliseconds), `size` (bytes) or `rate` (in a second). */
  number(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  /** Of a `duration`, with how it was written. */
  time(name: string): GivenTime | undefined {
    const ms = this.number(name);
    return ms === undefined ? undefined : { ms, hasUnit: /[a-z]$/u.test(this.#texts.get(name) ?? '') };
  }

  /** Of a `text`, `path`, `choice` or `endpoint` that is not repeatable. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : undefined;
  }

  /** Of what is repeatable, and of a `program`: empty unless given. */
  list(name: string): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? (value as readonly string[]) : [];
  }

  /** The names of all that have a value. */
  names(): readonly string[] {
    return [...this.#values.keys()];
  }

  /** The same without this flag. */
  without(name: string): Flags {
    const values = new Map(this.#values);
    const sources = new Map(this.#sources);
    values.delete(name);
    sources.delete(name);
    return new Flags(values, sources, this.#texts);
  }

  /** The value of a flag, whatever its type. */
  value(name: string): FlagValue | undefined {
    return this.#values.get(name);
  }
}

/** A command line that was read and checked. */
export interface Parsed {
  readonly command: CommandDefinition;
  /** Those before the first other argument, then those of `--bind` and `--connect` in their order. */
  readonly endpoints: readonly GivenEndpoint[];
  /** The other arguments. */
  readonly words: readonly string[];
  readonly flags: Flags;
}
