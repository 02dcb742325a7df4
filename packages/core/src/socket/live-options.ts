import type { AcceptedOptions } from '../options/accepted-options.js';
import { assertTold, changedOption } from '../options/change-option.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import { copyBytes } from '../runtime/bytes.js';

/** The options of one open socket, which can be read, and some of them changed. */
export class LiveOptions {
  readonly #type: string;
  readonly #accepted: AcceptedOptions;
  /** The options that concern security, as they were given. */
  readonly #security: Readonly<Record<string, unknown>>;
  readonly #warningOf: (options: ResolvedOptions) => string | undefined;
  #current: ResolvedOptions;

  /**
   * @param given The options of the constructor.
   * @param warningOf What the engine warns of.
   * @throws ZMQError `EINVAL` for an unknown option, or a wrong value.
   */
  constructor(
    type: string,
    accepted: AcceptedOptions,
    given: object,
    warningOf: (options: ResolvedOptions) => string | undefined,
  ) {
    this.#type = type;
    this.#accepted = accepted;
    this.#warningOf = warningOf;
    this.#current = resolveOptions(type, given, accepted);
    this.#security = publicSecurity(given, accepted);
  }

  /** As they are now; another object after each change. */
  get current(): ResolvedOptions {
    return this.#current;
  }

  get warning(): string | undefined {
    return this.#warningOf(this.#current);
  }

  /**
   * Changes an option.
   *
   * @param apply Makes the engine use the options; the change is undone when it throws.
   * @returns a warning that there was not before.
   */
  change(name: string, value: unknown, apply: (options: ResolvedOptions) => void): string | undefined {
    const changed = changedOption(this.#accepted, this.#type, name, value);
    const options: ResolvedOptions = { ...this.#current, [name]: changed };
    apply(options);
    const before = this.warning;
    this.#current = options;
    const { warning } = this;
    return warning === before ? undefined : warning;
  }

  /** The value of an option. */
  read(name: string): unknown {
    const { rules, security } = this.#accepted;
    assertTold(this.#accepted, this.#type, name);
    if (Object.hasOwn(security.rules, name)) return this.#security[name] ?? rules[name]?.fallback;
    const value = (this.#current as unknown as Readonly<Record<string, unknown>>)[name];
    return value instanceof Uint8Array ? copyBytes(value, 0, value.byteLength) : value;
  }
}

/** The options that concern security, without the secrets. */
function publicSecurity(given: object, { rules, security }: AcceptedOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== null && Object.hasOwn(security.rules, name) && rules[name]?.confidential !== true,
    ),
  );
}
