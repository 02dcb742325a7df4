import { errnoError } from './drop-in.js';

/** The class of a socket type that is still in DRAFT in libzmq, and that this package does not have. */
export type DraftSocketClass = new (options?: object) => never;

function missing(name: string): DraftSocketClass {
  const made = function constructor(): void {
    throw errnoError('ENOTSUP', {
      text:
        `@zeromq-ts/zeromq has no ${name} sockets: they are draft sockets of libzmq, ` +
        'and capability.draft is false. The other socket types do not need them.',
    });
  };
  Object.defineProperty(made, 'name', { value: name });
  return made as unknown as DraftSocketClass;
}

/** SERVER. Its constructor throws an Error `ENOTSUP`. */
export const Server: DraftSocketClass = missing('Server');
/** CLIENT. Its constructor throws an Error `ENOTSUP`. */
export const Client: DraftSocketClass = missing('Client');
/** RADIO. Its constructor throws an Error `ENOTSUP`. */
export const Radio: DraftSocketClass = missing('Radio');
/** DISH. Its constructor throws an Error `ENOTSUP`. */
export const Dish: DraftSocketClass = missing('Dish');
/** GATHER. Its constructor throws an Error `ENOTSUP`. */
export const Gather: DraftSocketClass = missing('Gather');
/** SCATTER. Its constructor throws an Error `ENOTSUP`. */
export const Scatter: DraftSocketClass = missing('Scatter');
/** DGRAM. Its constructor throws an Error `ENOTSUP`. */
export const Datagram: DraftSocketClass = missing('Datagram');
