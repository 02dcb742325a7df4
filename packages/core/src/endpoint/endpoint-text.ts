import type { EndpointProtocol } from './types.js';

/**
 * Lets the compiler refuse a literal whose protocol does not exist: `'tpc://localhost:5555'` is an error, while a plain
 * `string`, or a template with something unknown in it, passes and is checked when the program runs.
 *
 * @example
 * ```ts
 * import type { EndpointText } from '@zeromq-ts/core';
 *
 * declare function connect<T extends string>(endpoint: EndpointText<T>): void;
 *
 * connect('tcp://localhost:5555');
 * connect(process.env.ENDPOINT ?? 'tcp://localhost:5555');
 * // @ts-expect-error: there is no protocol tpc
 * connect('tpc://localhost:5555');
 * ```
 */
export type EndpointText<T extends string> = Checked<T, `${EndpointProtocol}://${string}`>;

/**
 * As {@link EndpointText}, for what the constructor of a socket takes: the first endpoint of a list may have the prefix
 * `@` or `>`.
 *
 * @example
 * ```ts
 * import type { EndpointListText } from '@zeromq-ts/core';
 *
 * declare function attach<T extends string>(endpoints: EndpointListText<T>): void;
 *
 * attach('@tcp://*:5555,>tcp://localhost:5556');
 * // @ts-expect-error: there is no protocol tpc
 * attach('@tpc://*:5555');
 * ```
 */
export type EndpointListText<T extends string> = Checked<T, `${'' | '@' | '>'}${EndpointProtocol}://${string}`>;

/** A key that is no single literal makes an index signature, and then nothing is required of `{}`. */
type Checked<T extends string, Accepted extends string> = T extends unknown
  ? {} extends Record<T, unknown>
    ? T
    : T extends Accepted
      ? T
      : Accepted
  : never;
