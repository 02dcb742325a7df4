import { afterEach, describe, expect, it } from 'vitest';
import { Dealer, Pull, Push, Router, Subscriber } from 'zeromq';
import { ipc as ipcTransport } from '../../src/ipc/index.js';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { Party } from './party.js';

const ipc = ipcTransport();
const tcp = tcpTransport();

const open = new Set<{ close(): void }>();
const opened = <T extends { close(): void }>(socket: T): T => {
  open.add(socket);
  return socket;
};

afterEach(() => {
  for (const socket of open) socket.close();
  open.clear();
});

describe.each([
  { transport: tcp, endpoint: 'tcp://127.0.0.1:*', protocol: 'tcp' },
  { transport: ipc, endpoint: 'ipc://*', protocol: 'ipc' },
])('libzmq at the other end of $protocol', ({ transport, endpoint }) => {
  it('connects, and its messages come', async () => {
    const party = new Party('PULL');
    const push = opened(new Push({ linger: 0 }));
    push.connect(await party.listen(transport, endpoint));
    const sizes = [0, 1, 255, 256, 8192, 100_000, 5_000_000];
    for (const size of sizes) await push.send(Buffer.alloc(size, 'x'));
    await push.send(['a', '', 'c']);
    const upper = await party.upper();
    await upper.until('all', ({ messages }) => messages.length === sizes.length + 1);
    expect(upper.messages.map(({ size }) => size)).toEqual([...sizes, 2]);
    expect(upper.messages.at(-1)?.frames.map(String)).toEqual(['a', '', 'c']);
    expect(upper.link.peer).toMatchObject({ socketType: 'PUSH', mechanism: 'NULL', routingId: undefined });
  });

  it('is connected to, and our messages arrive', async () => {
    const pull = opened(new Pull());
    await pull.bind(endpoint);
    const party = new Party('PUSH');
    party.dial(transport, pull.lastEndpoint ?? '');
    const { link } = await party.upper();
    for (let index = 0; index < 500; index++) link.send([`${index}`, Buffer.alloc(1000)]);
    link.end();
    for (let index = 0; index < 500; index++) expect(String((await pull.receive())[0])).toBe(`${index}`);
  });

  it('subscribes and unsubscribes (W-01)', async () => {
    const party = new Party('PUB');
    const sub = opened(new Subscriber());
    sub.connect(await party.listen(transport, endpoint));
    sub.subscribe('A', 'B'.repeat(300));
    sub.unsubscribe('A');
    const upper = await party.upper();
    await upper.until('subscriptions', ({ subscriptions }) => subscriptions.length === 3);
    expect(upper.subscriptions).toEqual(['+A', `+${'B'.repeat(300)}`, '-A']);
  });

  it('has the routing id that it was given', async () => {
    const party = new Party('ROUTER');
    const dealer = opened(new Dealer({ routingId: 'anna', linger: 0 }));
    dealer.connect(await party.listen(transport, endpoint));
    expect((await party.upper()).link.peer).toMatchObject({ socketType: 'DEALER', routingId: Buffer.from('anna') });
    const router = opened(new Router({ linger: 0 }));
    await router.bind(endpoint);
    const ours = new Party('DEALER', { routingId: 'bert' });
    ours.dial(transport, router.lastEndpoint ?? '');
    (await ours.upper()).link.send('hello');
    expect((await router.receive()).map(String)).toEqual(['bert', 'hello']);
  });

  it('heartbeats, and is answered (H-02, B-093)', async () => {
    // libzmq has threads of its own: on a busy machine, it must not give up while this process has no turn.
    const party = new Party('PULL', { heartbeatInterval: 20, heartbeatTimeout: 2000, heartbeatTimeToLive: 2000 });
    const push = opened(
      new Push({ heartbeatInterval: 20, heartbeatTimeout: 800, heartbeatTimeToLive: 2000, linger: 0 }),
    );
    push.connect(await party.listen(transport, endpoint));
    const upper = await party.upper();
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await push.send('still here');
    await upper.until('the message', ({ texts }) => texts.length === 1);
    expect([party.uppers.length, upper.closes]).toEqual([1, 0]);
  });

  it('is refused when its socket type does not fit, and tries no more (T-02, E-05)', async () => {
    const party = new Party('PULL');
    const dealer = opened(new Dealer({ linger: 0 }));
    dealer.connect(await party.listen(transport, endpoint));
    expect(await party.failure()).toMatchObject({ kind: 'refused', error: { code: 'EPROTO' } });
    expect(party.uppers).toEqual([]);
  });

  it('leaves, and the link ends', async () => {
    const party = new Party('PULL');
    const push = new Push({ linger: 1000 });
    push.connect(await party.listen(transport, endpoint));
    for (let index = 0; index < 100; index++) await push.send(`${index}`);
    push.close();
    const upper = await party.upper();
    await upper.until('the end', ({ closes }) => closes === 1);
    expect(upper.texts).toHaveLength(100);
    expect(upper.error).toBeUndefined();
  });
});
