import { ZMQContext } from '@zeromq-ts/core';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let context: ZMQContext;

beforeEach(() => {
  context = new ZMQContext();
});

afterEach(() => context.close({ linger: 0 }));

describe.each(['inproc://pushpull', 'tcp://127.0.0.1:*'])('push and pull over %s', (address) => {
  it('deliver every message once, in order, PI-01', async () => {
    const pull = new ZMQPull(undefined, { context });
    const push = new ZMQPush(await pull.bind(address), { context });
    const count = 5000;
    const sending = Promise.all(Array.from({ length: count }, (_, index) => push.send([String(index), 'x'])));
    for (let index = 0; index < count; index++) {
      const message = await pull.receive({ timeout: 20_000 });
      expect(Number(message.text())).toBe(index);
    }
    expect((await sending).every(Boolean)).toBe(true);
    expect(push.stats().messagesSent).toBe(count);
    expect(pull.stats().messagesReceived).toBe(count);
  });
});
