import { ZMQContext } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let context: ZMQContext;

beforeEach(() => {
  context = new ZMQContext();
});

afterEach(() => context.close({ linger: 0 }));

describe.each(['inproc://pair', 'tcp://127.0.0.1:*'])('a pair over %s', (address) => {
  it('talks both ways', async () => {
    const left = new ZMQPair(undefined, { context });
    const right = new ZMQPair(await left.bind(address), { context });
    await Promise.all([left.send('ping'), right.send(['pong', ''])]);
    expect((await right.receive({ timeout: 20_000 })).text()).toBe('ping');
    expect((await left.receive({ timeout: 20_000 })).length).toBe(2);
  });
});
