// The public API of @zeromq-ts/transports. Written by `pnpm api`.

import type { Engine } from '@zeromq-ts/core/spi';

export const libzmq: Engine;

export const zmtp: Engine;
