import { subscribeCommand } from '@zeromq-ts/core/spi';
import { describe, expect, it, vi } from 'vitest';
import { pair, socket, taken } from './test-socket.js';

/** The types that receive, and who sends to them. */
const RECEIVERS = [
  ['SUB', 'PUB'],
  ['XSUB', 'PUB'],
  ['ROUTER', 'DEALER'],
  ['PULL', 'PUSH'],
  ['DEALER', 'DEALER'],
  ['PAIR', 'PAIR'],
] as const;

describe('receiving on libzmq', () => {
  it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://many'])(
    'receives many messages in order over %s',
    async (endpoint) => {
      const [pull, push] = await pair('PULL', 'PUSH', endpoint);
      const sending = (async () => {
        for (let index = 0; index < 5000; index++) await push.send(`${index}`);
      })();
      for (let index = 0; index < 5000; index++) expect(await pull.text()).toBe(String(index));
      await sending;
      expect(pull.stats()).toMatchObject({ messagesReceived: 5000, bytesReceived: push.stats().bytesSent });
    },
  );

  it('serves concurrent receives first come, first served', async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    const receives = [pull.text(), pull.text(), pull.text()];
    for (const text of ['a', 'b', 'c']) await push.send(text);
    expect(await Promise.all(receives)).toEqual(['a', 'b', 'c']);
  });

  it('leaves the message to the next one when a receive has given up', async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    await expect(pull.receive({ timeout: 5 })).rejects.toMatchObject({ code: 'EAGAIN' });
    const aborted = new AbortController();
    const receive = pull.receive({ signal: aborted.signal });
    aborted.abort(new Error('never mind'));
    await expect(receive).rejects.toThrow('never mind');
    await push.send('still there');
    expect(await pull.text()).toBe('still there');
  });

  it('tries to receive without waiting', async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    expect(pull.tryReceive()).toBeUndefined();
    await push.send('one');
    expect(String(await taken(pull))).toBe('one');
    expect(pull.tryReceive()).toBeUndefined();
  });

  it('is woken although others look into the socket meanwhile', async () => {
    const pull = socket('PULL');
    const endpoint = await pull.bind('inproc://edge');
    const push = socket('PUSH');
    push.connect(endpoint);
    for (let index = 0; index < 50; index++) {
      const receive = pull.receive();
      await push.send(String(index));
      // In the same turn of the event loop, so that libzmq's signal has not been seen yet.
      await pull.bind(`inproc://edge-${index}`);
      expect(String(await receive)).toBe(String(index));
    }
  });

  it('keeps only the newest message with conflate', async () => {
    const pull = socket('PULL', { conflate: true });
    const push = socket('PUSH');
    await pair(pull, push);
    for (let index = 0; index < 200; index++) await push.send(String(index));
    await expect.poll(async () => String((await taken(pull, 1)) ?? '')).toBe('199');
  });

  describe.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://taken-over'])('over %s', (endpoint) => {
    it.each(RECEIVERS)('keeps what a %s has received when it disconnects', async (type, peerType) => {
      const receiver = socket(type);
      if (type === 'SUB') receiver.inside.command?.(subscribeCommand(Buffer.alloc(0)));
      const [sender] = await pair(peerType, receiver, endpoint);
      if (type === 'XSUB') await receiver.send('\u0001');
      if (peerType === 'PUB') await expect.poll(() => sender.inside.hasSubscriber?.(undefined)).toBe(true);
      for (let index = 0; index < 200; index++) await sender.send(['frame', `${index}`, 'end']);
      const frames = async (): Promise<string[]> =>
        [...(await receiver.receive({ timeout: 20_000 }))].map(String).slice(-3);
      expect(await frames()).toEqual(['frame', '0', 'end']);
      // All has been received when the peer is gone.
      await sender.close();
      await vi.waitFor(() => expect(receiver.stats().peers).toBe(0), { timeout: 20_000 });
      receiver.disconnect(receiver.endpoint ?? '');
      for (let index = 1; index < 200; index++) expect(await frames()).toEqual(['frame', `${index}`, 'end']);
    });
  });
});
