import { createSocket, type SocketTypeName } from '@zeromq-ts/core';
import { ZMQPair } from '@zeromq-ts/pair';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Toss, type TossOptions } from './toss.js';

const TRANSPORTS = ['tcp://127.0.0.1:*', 'inproc://toss'] as const;

function open(options: TossOptions = {}): Toss {
  const toss = new Toss(undefined, { engine: 'zmtp', linger: 0, receiveTimeout: 20_000, ...options });
  onTestFinished(() => toss.close());
  return toss;
}

async function pair(endpoint: string, options: TossOptions = {}): Promise<[Toss, Toss]> {
  const [left, right] = [open(options), open()];
  right.connect(await left.bind(endpoint));
  await Promise.all([left.connected({ timeout: 20_000 }), right.connected({ timeout: 20_000 })]);
  return [left, right];
}

describe.each(TRANSPORTS)('a socket type of another package, over %s', (endpoint) => {
  it('sends and receives, and tells its type to the peer', async () => {
    const [left, right] = await pair(endpoint);
    await left.send('there');
    const message = await right.receive();
    expect([message.text(), message.peer?.socketType]).toEqual(['there', 'TOSS']);
    await right.send('and back');
    expect((await left.receive()).text()).toBe('and back');
  });

  it('meets no other types', async () => {
    const toss = open();
    const bound = await toss.bind(endpoint);
    const failed = new Promise<Error>((resolve) =>
      toss.once('handshake-failed', ({ error }) => resolve(error as Error)),
    );
    const other = new ZMQPair(bound, { engine: 'zmtp', linger: 0 });
    onTestFinished(() => other.close());
    expect((await failed).message).toContain('PAIR');
  });

  it('has options of its own, with defaults, and some of them change', async () => {
    const [left, right] = await pair(endpoint, { returns: true });
    expect([left.getOption('heaviest'), right.getOption('returns')]).toEqual([1000, false]);
    await right.send('x'.repeat(1001));
    await right.send('light');
    expect((await left.receive()).text()).toBe('light');
    expect((await right.receive()).text()).toBe('light');
    expect(right.stats().dropped['too-large']).toBe(1);
    right.setOption('heaviest', 4);
    await right.send('light');
    await right.send('tiny');
    expect((await left.receive()).text()).toBe('tiny');
  });
});

describe('a socket type of another package', () => {
  it('is made by its name, which is one of SocketTypeName', async () => {
    const type: SocketTypeName = 'TOSS';
    const toss = createSocket('TOSS', undefined, { engine: 'zmtp', heaviest: 5 });
    expect([toss.type, toss.getOption('heaviest')]).toEqual([type, 5]);
    await toss.close();
  });

  it('checks its options, and others do not have them', () => {
    const wrong = { code: 'EINVAL', message: 'heaviest is 0; it accepts bytes from 1 to 1000000.' };
    expect(() => open({ heaviest: 0 })).toThrow(expect.objectContaining(wrong));
    expect(() => open().setOption('heaviest', 0)).toThrow(expect.objectContaining(wrong));
    expect(() => open().setOption('returns', true)).toThrow(expect.objectContaining({ code: 'EINVAL' }));
    expect(() => open({ hevaiest: 1 } as TossOptions)).toThrow('Do you mean heaviest?');
    // @ts-expect-error -- an option of Toss
    expect(() => new ZMQPair(undefined, { heaviest: 5 })).toThrow(
      'heaviest is an option of TOSS; this socket is a PAIR.',
    );
    // @ts-expect-error -- it is a number
    expect(() => open({ heaviest: '5' })).toThrow('heaviest is "5"');
    expect(() => Object.assign(open(), { heaviest: 5 })).toThrow(TypeError);
  });

  it('sends messages of one frame where it says so', async () => {
    await expect(open().send(['a', 'b'])).rejects.toMatchObject({ code: 'EINVAL' });
  });

  it('is refused by the engine libzmq, which has no number for it', () => {
    expect(() => open({ engine: 'libzmq' })).toThrow(
      expect.objectContaining({ code: 'ENOTSUP', message: expect.stringContaining('TOSS') }),
    );
  });
});
