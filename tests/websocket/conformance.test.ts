import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { registerEngine } from '@zeromq-ts/core/spi';
import { conformance, freePort } from '@zeromq-ts/testing/conformance';
import { createZmtpEngine, ipc, tcp } from '@zeromq-ts/transports/zmtp';
import { ws, wss } from '@zeromq-ts/websocket';
import { describe } from 'vitest';
import { zmtp } from '../conformance/subjects/zmtp.js';
import { AUTHORITY, CERTIFICATE, KEY } from './certificates.js';

const engine = createZmtpEngine({ name: 'web', transports: [ws(), wss(), tcp(), ipc()] });
registerEngine(engine);
const tested = { ...zmtp, engine, exceptions: [] };

// Some tests bind and connect one socket.
const TLS = { webSocket: { tls: { key: KEY, cert: CERTIFICATE, ca: AUTHORITY } } };

describe('WT-06 the suite of tcp', () => {
  conformance({
    engine: { ...tested, name: 'web' },
    transports: [
      {
        protocol: 'ws',
        wildcard: 'ws://127.0.0.1:*/',
        peerAddress: '127.0.0.1',
        setup: () => ({ endpoint: async () => `ws://127.0.0.1:${await freePort()}/` }),
      },
    ],
  });

  conformance({
    engine: { ...tested, name: 'web' },
    transports: [
      {
        protocol: 'wss',
        exceptions: [
          {
            test: 'Lazy Pirate: with retries',
            reason: 'each try has 60 ms, in which a TLS handshake does not fit on a busy machine',
            unsteady: true,
          },
        ],
        wildcard: 'wss://127.0.0.1:*/',
        peerAddress: '127.0.0.1',
        setup: () => ({
          endpoint: async () => `wss://127.0.0.1:${await freePort()}/secure`,
          binding: TLS,
          connecting: TLS,
        }),
      },
    ],
  });

  conformance({
    engine: { ...tested, name: 'web' },
    transports: [
      {
        protocol: 'ws',
        peerAddress: '127.0.0.1',
        setup: async ({ defer }) => {
          // As long as no socket is bound, there is nothing that upgrades.
          const server = createServer((_request, response) => response.writeHead(404).end());
          server.listen(0, '127.0.0.1');
          await once(server, 'listening');
          defer(() => server.close());
          const { port } = server.address() as AddressInfo;
          let paths = 0;
          return {
            endpoint: () => `ws://127.0.0.1:${port}/${++paths}`,
            binding: { webSocket: { server } },
            connecting: { webSocket: { server } },
          };
        },
      },
    ],
  });
});
