import { subscribeCommand } from '@zeromq-ts/core/spi';
import { freePort } from '@zeromq-ts/testing/conformance';
import { describe, expect, it } from 'vitest';
import { pair, socket } from './test-socket.js';

describe('closing on libzmq', () => {
  it.each(['tcp://127.0.0.1:*', 'ipc://*', 'inproc://hand-over'])(
    'hands over what was sent, over %s',
    async (endpoint) => {
      const [pull, push] = await pair('PULL', 'PUSH', endpoint);
      for (let index = 0; index < 500; index++) await push.send(`${index}`);
      await push.close();
      for (let index = 0; index < 500; index++) expect(await pull.text()).toBe(String(index));
    },
  );

  it('waits for a peer that comes within the linger period', async () => {
    const pull = socket('PULL');
    const endpoint = await pull.bind(`tcp://127.0.0.1:${await freePort()}`);
    await pull.unbind(endpoint);
    const push = socket('PUSH', { reconnectInterval: 10 });
    push.connect(endpoint);
    await push.send('patience');
    const closed = push.close();
    await expect.poll(() => pull.bind(endpoint).catch(() => undefined)).toBe(endpoint);
    expect(await pull.text()).toBe('patience');
    await closed;
  });

  it.each(['tcp://127.0.0.1:9', 'ipc:///no/such/socket'])(
    'gives up when linger has run out, at %s',
    async (endpoint) => {
      const push = socket('PUSH');
      push.connect(endpoint);
      await push.send('to nobody');
      await push.close({ linger: 20 });
    },
  );

  it('does not wait for subscriptions that nobody takes', async () => {
    const sub = socket('SUB');
    sub.connect('tcp://127.0.0.1:9');
    sub.inside.command?.(subscribeCommand(Buffer.from('topic')));
    const xsub = socket('XSUB');
    xsub.connect('tcp://127.0.0.1:9');
    await xsub.send('\u0001topic');
    await Promise.all([sub.close(), xsub.close()]);
  });

  it('ends receives and sends that wait', async () => {
    const pull = socket('PULL');
    await pull.bind('tcp://127.0.0.1:*');
    const receive = expect(pull.receive()).rejects.toMatchObject({ code: 'ENOTSOCK' });
    const push = socket('PUSH');
    const send = expect(push.send('no peer')).rejects.toMatchObject({ code: 'ENOTSOCK' });
    await Promise.all([pull.close(), push.close({ linger: 0 })]);
    await Promise.all([receive, send]);
  });

  it('tells of a send that waits whether it has left when the socket closes', async () => {
    const [pull, push] = await pair(
      socket('PULL', { receiveHighWaterMark: 1 }),
      socket('PUSH', { sendHighWaterMark: 1 }),
    );
    const sent: (boolean | undefined)[] = [];
    const sends = Array.from({ length: 200 }, async (_, index) => {
      sent[index] = await push.send([String(index), Buffer.alloc(60_000)]).catch(() => false);
    });
    for (let index = 0; index < 60; index++)
      expect((await pull.receive({ timeout: 20_000 })).text()).toBe(String(index));
    // While this thread is busy, those of libzmq make room, of which nobody here has heard when the socket is closed.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    const closed = push.close({ linger: 0 });
    await Promise.all([...sends, closed]);
    const got: number[] = [];
    const rest = async (): Promise<void> => {
      for (;;) got.push(Number((await pull.receive({ timeout: 300 })).text()));
    };
    await expect(rest()).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(got.filter((index) => sent[index] !== true)).toEqual([]);
  });

  it('opens and closes hundreds of sockets', async () => {
    const pull = socket('PULL');
    const endpoint = await pull.bind('tcp://127.0.0.1:*');
    await pull.bind('inproc://crowd');
    for (let round = 0; round < 10; round++) {
      const crowd = Array.from({ length: 50 }, () => socket('PUSH'));
      crowd.forEach((push, index) => push.connect(index % 2 === 0 ? endpoint : 'inproc://crowd'));
      await Promise.all(crowd.map((push) => push.send('hello')));
      await Promise.all(crowd.map((push) => push.close()));
    }
    for (let count = 0; count < 500; count++) expect(await pull.text()).toBe('hello');
  });
});
