import { random as randomNumber } from '../runtime/random.js';
import type { TcpPort } from './types.js';

/**
 * The dynamic ports (RFC 6335, section 6), which `!` and an open range use, as in CZMQ.
 *
 * @example
 * ```ts
 * import { DYNAMIC_PORTS } from '@zeromq-ts/core/spi';
 *
 * console.log(DYNAMIC_PORTS.last - DYNAMIC_PORTS.first + 1); // 16384
 * ```
 */
export const DYNAMIC_PORTS: { readonly first: number; readonly last: number } = { first: 49_152, last: 65_535 };

/**
 * The ports to try when binding, in this order.
 *
 * | port | tries |
 * | --- | --- |
 * | `5555` | 5555 |
 * | `*`, `0` | 0: the operating system chooses a free one |
 * | `*[6000-6100]` | 6000, 6001, … 6100 |
 * | `![6000-6100]`, `!` | the same ones, or the dynamic ones, in random order, each once |
 *
 * Ports are generated on demand: the first of sixteen thousand costs as much as the first of two.
 *
 * @param random - Numbers from 0 up to, but without, 1; for tests.
 *
 * @example
 * ```ts
 * import { candidatePorts } from '@zeromq-ts/core/spi';
 *
 * const ports = candidatePorts({ kind: 'range', first: 6000, last: 6002, order: 'ascending' });
 * console.log([...ports]); // [6000, 6001, 6002]
 * ```
 */
export function* candidatePorts(
  port: TcpPort,
  random: () => number = randomNumber,
): Generator<number, void, undefined> {
  switch (port.kind) {
    case 'fixed':
      yield port.number;
      break;
    case 'any':
      yield 0;
      break;
    case 'random':
      yield* shuffled(DYNAMIC_PORTS.first, DYNAMIC_PORTS.last, random);
      break;
    case 'range':
      if (port.order === 'random') yield* shuffled(port.first, port.last, random);
      else for (let candidate = port.first; candidate <= port.last; candidate++) yield candidate;
  }
}

/**
 * A Fisher–Yates shuffle with a sparse array: `moved` has only the positions whose number was swapped.
 *
 * CZMQ starts at a random port and continues in ascending order; two processes that start together and collide on one
 * port then collide on all the following ones.
 */
function* shuffled(first: number, last: number, random: () => number): Generator<number, void, undefined> {
  const moved = new Map<number, number>();
  for (let end = last; end >= first; end--) {
    const place = first + Math.min(Math.floor(random() * (end - first + 1)), end - first);
    yield moved.get(place) ?? place;
    moved.set(place, moved.get(end) ?? end);
  }
}
