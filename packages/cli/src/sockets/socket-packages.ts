import { CommandError } from '../errors/command-error.js';
import type { SocketType } from './socket-type.js';

/** Loads the package with the sockets of a type, and that of a transport when an endpoint needs it. */
export async function loadPackages(type: SocketType, endpoints: readonly { readonly text: string }[]): Promise<void> {
  await Promise.all([
    loadPattern(type),
    ...(endpoints.some(({ text }) => /^wss?:/iu.test(text)) ? [loadWebSocket()] : []),
  ]);
}

async function loadPattern(type: SocketType): Promise<unknown> {
  switch (type) {
    case 'PUB':
    case 'SUB':
    case 'XPUB':
    case 'XSUB':
      return import('@zeromq-ts/pubsub');
    case 'REQ':
    case 'REP':
      return import('@zeromq-ts/reqrep');
    case 'PUSH':
    case 'PULL':
      return import('@zeromq-ts/pushpull');
    case 'DEALER':
    case 'ROUTER':
      return import('@zeromq-ts/dealerrouter');
    case 'PAIR':
      return import('@zeromq-ts/pair');
  }
}

async function loadWebSocket(): Promise<unknown> {
  try {
    return await import('@zeromq-ts/websocket');
  } catch (cause) {
    throw new CommandError('usage', 'ws:// and wss:// need the package @zeromq-ts/websocket.', {
      code: 'EPROTONOSUPPORT',
      cause,
      hint: 'npm install -g @zeromq-ts/websocket, or npx -p @zeromq-ts/cli -p @zeromq-ts/websocket zmq …',
    });
  }
}
