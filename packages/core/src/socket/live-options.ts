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
  readonly #defaults: Readonly<Record<string, unknown>>;
  #current: ResolvedOptions;

  /**
   * @param given The options of the constructor.
   * @param defaults Those of the context, in the place of the general ones.
   * @param warningOf What the engine warns of.
   * @throws ZMQError `EINVAL` for an unknown option, or a wrong value.
   */
  constructor(
    type: string,
    accepted: AcceptedOptions,
    given: object,
    defaults: Readonly<Record<string, unknown>>,
    warningOf: (options: ResolvedOptions) => string | undefined,
  ) {
    this.#type = type;
    this.#accepted = accepted;
    this.#warningOf = warningOf;
    // Not every engine has the options of all transports.
    this.#defaults = Object.fromEntries(
      Object.entries(defaults).filter(([name]) => Object.hasOwn(accepted.rules, name)),
    );
    this.#current = resolveOptions(type, { ...this.#defaults, ...withoutUndefined(given) }, accepted);
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
    const wanted = value === undefined && Object.hasOwn(this.#defaults, name) ? this.#defaults[name] : value;
    const changed = changedOption(this.#accepted, this.#type, name, wanted);
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
    const current = this.#current as unknown as Readonly<Record<string, unknown>>;
    const value = Object.hasOwn(security.rules, name) ? (this.#security[name] ?? rules[name]?.fallback) : current[name];
    return value instanceof Uint8Array ? copyBytes(value, 0, value.byteLength) : value;
  }
}

/** An option that is `undefined` counts as not given. */
function withoutUndefined(given: object): object {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** The options that concern security, without the secrets. */
function publicSecurity(given: object, { rules, security }: AcceptedOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([name, value]) => value !== null && Object.hasOwn(security.rules, name) && rules[name]?.confidential !== true,
    ),
  );
}
