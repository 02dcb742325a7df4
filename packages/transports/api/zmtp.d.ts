// The public API of @zeromq-ts/transports/zmtp. Written by `pnpm api`.

import { NativeEngine } from '@zeromq-ts/core/spi';

export const zmtp: NativeEngine;
