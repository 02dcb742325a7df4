// The public API of @zeromq-ts/transports/libzmq. Written by `pnpm api`.

import type { Engine } from '@zeromq-ts/core/spi';

export const libzmq: Engine;
