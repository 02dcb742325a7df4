// The public API of @zeromq-ts/transports/zmtp. Written by `pnpm api`.

import type { Engine } from '@zeromq-ts/core/spi';

export const zmtp: Engine;
