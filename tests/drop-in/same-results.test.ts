import * as ours from '@zeromq-ts/zeromq';
import * as theirs from 'zeromq';
import { expect, it } from 'vitest';

type All = typeof ours;

/** The types of events until one of this type, at a socket that is open. */
async function typesUntil(socket: ours.Socket, last: ours.EventType, times = 1): Promise<string[]> {
  const types: string[] = [];
  const { events } = socket;
  for (let seen = 0; seen < times;) {
    const { type } = await events.receive();
    types.push(type);
    if (type === last) seen++;
  }
  return types;
}

/** The same calls on either package: what they make of it. */
const RESULTS: Readonly<Record<string, (all: All) => unknown>> = {
  'classes are made of each other': (all) => {
    const dealer = new all.Dealer();
    const { events, context } = dealer;
    const result = [
      Object.getPrototypeOf(all.Dealer) === all.Socket,
      all.Socket.prototype.constructor === all.Socket,
      events.constructor === all.Observer,
      context.constructor === all.Context,
      all.Socket.name,
      all.Socket.length,
    ];
    dealer.close();
    return result;
  },
  'iterators have results of the same shape': async (all) => {
    const pair = new all.Pair();
    const peer = new all.Pair();
    await pair.bind('inproc://iterated');
    peer.connect('inproc://iterated');
    await peer.send('x');
    const iterator = pair[Symbol.asyncIterator]();
    const result = Object.entries(await iterator.next());
    pair.close();
    peer.close();
    return [...result, Object.entries(await iterator.next())];
  },
  'disconnect unbinds': async (all) => {
    const pull = new all.Pull();
    await pull.bind('tcp://127.0.0.1:*');
    const endpoint = pull.lastEndpoint as string;
    pull.disconnect(endpoint);
    const again = await pull.unbind(endpoint).catch(({ code }: { code: string }) => code);
    pull.close();
    return again;
  },
  'unbind disconnects': async (all) => {
    const pull = new all.Pull();
    pull.connect('tcp://127.0.0.1:1');
    await pull.unbind('tcp://127.0.0.1:1');
    const again = await pull.unbind('tcp://127.0.0.1:1').catch(({ code }: { code: string }) => code);
    pull.close();
    return again;
  },
  'a ROUTER drops a message of one frame': async (all) => {
    const router = new all.Router();
    const result = [await router.send('x'), await router.send(['x'])];
    router.close();
    return result;
  },
  'bindSync to localhost is done when it returns': (all) => {
    const pull = new all.Pull();
    pull.bindSync('tcp://localhost:*');
    const endpoint = String(pull.lastEndpoint).replace(/\d+$/u, 'port');
    pull.close();
    return endpoint;
  },
  'a name of one zero byte is empty': (all) => {
    const dealer = new all.Dealer({ plainUsername: Buffer.of(0) as never, routingId: Buffer.of(0) as never });
    const result = [dealer.plainUsername, dealer.routingId];
    dealer.close();
    return result;
  },
  'an attempt to connect that fails is closed': async (all) => {
    const dealer = new all.Dealer({ reconnectInterval: 1, linger: 0 });
    const types = typesUntil(dealer, 'connect:retry', 2);
    dealer.connect('tcp://127.0.0.1:1');
    const result = await types;
    dealer.close();
    return result;
  },
  'a client that closes reports no more than that': async (all) => {
    const server = new all.Pull();
    await server.bind('tcp://127.0.0.1:*');
    const client = new all.Push({ linger: 0 });
    const types: string[] = [];
    const handshake = new Promise((resolve) => client.events.on('handshake', resolve));
    const end = new Promise((resolve) => client.events.on('end', resolve));
    for (const type of ['connect', 'connect:delay', 'close', 'disconnect', 'end', 'handshake'] as const) {
      client.events.on(type, () => types.push(type));
    }
    client.connect(server.lastEndpoint as string);
    await handshake;
    client.close();
    await end;
    server.close();
    return types;
  },
  'a handshake that fails is a connection that is lost': async (all) => {
    const server = new all.Pull({ plainServer: true });
    await server.bind('tcp://127.0.0.1:*');
    const client = new all.Push({ linger: 0, reconnectInterval: 60_000 });
    const types = Promise.all([typesUntil(server, 'disconnect'), typesUntil(client, 'disconnect')]);
    client.connect(server.lastEndpoint as string);
    const result = await types;
    client.close();
    server.close();
    return result;
  },
};

it.each(Object.keys(RESULTS))('%s, as in the npm package', async (name) => {
  const result = await RESULTS[name]?.(ours);
  expect(result).toBeDefined();
  expect(result).toEqual(await RESULTS[name]?.(theirs as unknown as All));
});
