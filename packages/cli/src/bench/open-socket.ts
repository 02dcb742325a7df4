import { createSocket } from '@zeromq-ts/core';
import type { ReceiveSocket, SendSocket } from '@zeromq-ts/core/spi';
import { CommandError } from '../errors/command-error.js';
import { PATTERNS } from './patterns.js';
import type { RoleOptions } from './role.js';

/** A socket of a measurement. */
export type BenchSocket = SendSocket & ReceiveSocket;

/** Not a secret: every process that can connect may take part. */
const PLAIN = { username: 'bench', password: 'bench' };

/** Opens the socket of one side, and binds or connects it. */
export async function openBenchSocket(side: 'sender' | 'receiver', options: RoleOptions): Promise<BenchSocket> {
  await loadPackages(options.endpoint);
  const type = PATTERNS[options.pattern]?.[side] ?? 'PAIR';
  const { security, serverKey } = await securityOf(options);
  // No limit of the defaults is to be measured but the marks.
  const settings = { engine: options.engine, linger: 5000, ...security };
  const create = createSocket as unknown as (type: string, endpoint: undefined, ...others: unknown[]) => BenchSocket;
  // A SUB is given its topics before the options.
  const socket = create(type, undefined, ...(type === 'SUB' ? [''] : []), settings);
  try {
    if (options.bind) options.bound(await socket.bind(options.endpoint), serverKey);
    else socket.connect(options.endpoint);
    return socket;
  } catch (error) {
    await socket.close({ linger: 0 });
    throw error;
  }
}

async function loadPackages(endpoint: string): Promise<void> {
  await Promise.all([
    import('@zeromq-ts/pubsub'),
    import('@zeromq-ts/pushpull'),
    import('@zeromq-ts/reqrep'),
    import('@zeromq-ts/dealerrouter'),
    import('@zeromq-ts/pair'),
  ]);
  if (!/^wss?:/u.test(endpoint)) return;
  await import('@zeromq-ts/websocket').catch((cause: unknown) => {
    throw new CommandError('usage', 'ws:// needs the package @zeromq-ts/websocket.', {
      cause,
      hint: 'npm install -g @zeromq-ts/websocket',
    });
  });
}

/** The side that binds is the server. Keys are made for one measurement, and are in no argument. */
async function securityOf(options: RoleOptions): Promise<{ readonly security: object; readonly serverKey?: string }> {
  const { mechanism, bind } = options;
  if (mechanism === 'null') return { security: {} };
  if (mechanism === 'plain') {
    return bind
      ? { security: { plainServer: true, authenticate: () => true } }
      : { security: { plainUsername: PLAIN.username, plainPassword: PLAIN.password } };
  }
  const { curveKeyPair } = await import('@zeromq-ts/security');
  const { publicKey, secretKey } = curveKeyPair();
  return bind
    ? {
        security: { curveServer: true, curvePublicKey: publicKey, curveSecretKey: secretKey, authenticate: () => true },
        serverKey: publicKey,
      }
    : { security: { curveServerKey: options.serverKey, curvePublicKey: publicKey, curveSecretKey: secretKey } };
}
