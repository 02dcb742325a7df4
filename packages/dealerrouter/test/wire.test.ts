import { ZMQContext } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let context: ZMQContext;

beforeEach(() => {
  context = new ZMQContext();
});

afterEach(() => context.close({ linger: 0 }));

const soon = { timeout: 20_000 };

describe.each(['inproc://dealerrouter', 'tcp://127.0.0.1:*'])('dealer and router over %s', (address) => {
  it('find each other by routing id, binary ones, too, RR-16', async () => {
    const router = new ZMQRouter(undefined, { context });
    const endpoint = await router.bind(address);
    const ids = [Uint8Array.of(1, 0, 255, 128), Buffer.from('anna')];
    const dealers = ids.map((routingId) => new ZMQDealer(endpoint, { context, routingId }));
    for (const dealer of dealers) await dealer.send('hello');
    const seen = [await router.receive(soon), await router.receive(soon)];
    expect(seen.map((message) => Buffer.from(message.frame(0)).toString('hex')).sort()).toStrictEqual(
      ids.map((id) => Buffer.from(id).toString('hex')).sort(),
    );
    for (const [index, id] of ids.entries()) await router.send([id, `for ${index}`]);
    for (const [index, dealer] of dealers.entries()) expect((await dealer.receive(soon)).text()).toBe(`for ${index}`);
  });

  it('refuse a message to nobody with mandatory, RR-19', async () => {
    const router = new ZMQRouter(undefined, { context, mandatory: true });
    const dealer = new ZMQDealer(await router.bind(address), { context });
    await dealer.send('hello');
    const [id, text] = await router.receive(soon);
    await expect(router.send(['nobody', 'x'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    await router.send([id ?? '', `re: ${String(text)}`]);
    expect((await dealer.receive(soon)).text()).toBe('re: hello');
  });
});
