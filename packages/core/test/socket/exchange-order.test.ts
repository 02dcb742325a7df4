import { describe, expect, it } from 'vitest';
import type { SendReceiveState } from '../../src/spi.js';
import { ZMQError } from '../../src/spi.js';
import { testSocket } from '@zeromq-ts/testing';

/** Sends and receives in turn, like a REQ: the simplest rules there are. */
class Alternating implements SendReceiveState {
  readonly sendExpectation = 'Receive first.';
  #sent = false;

  beginSend(): boolean {
    if (this.#sent) return false;
    this.#sent = true;
    return true;
  }

  failSend(): void {
    this.#sent = false;
  }

  receiveRefusal(): string | undefined {
    return this.#sent ? undefined : 'Send first.';
  }

  mayDeliver(): boolean {
    return this.#sent;
  }

  delivered(): void {
    this.#sent = false;
  }
}

const alternating = (options = {}) => testSocket(options, undefined, new Alternating());

describe('a socket with strict order', () => {
  it('ignores a send out of order: false, an event, a count, nothing on the wire', async () => {
    const { socket, wire } = alternating();
    const reasons: string[] = [];
    socket.on('ignored', ({ reason }) => reasons.push(reason));
    expect(await socket.send('1')).toBe(true);
    expect(await socket.send('2')).toBe(false);
    expect(socket.trySend('3')).toBe(false);
    expect(wire.sent).toStrictEqual(['1']);
    expect(reasons).toStrictEqual(['Receive first.', 'Receive first.']);
    expect(socket.stats()).toMatchObject({ ignored: 2, messagesSent: 1 });
  });

  it('rejects a receive out of order at once with EFSM and what was expected', async () => {
    const { socket, wire } = alternating();
    await expect(socket.receive()).rejects.toMatchObject({ code: 'EFSM', message: 'Send first.' });
    expect(() => socket.tryReceive()).toThrow(expect.objectContaining({ code: 'EFSM' }));
    await expect(
      (async () => {
        for await (const message of socket) expect.unreachable(`${message}`);
      })(),
    ).rejects.toMatchObject({ code: 'EFSM' });
    expect(wire.interests).toStrictEqual([]);
  });

  it('goes on when the order is kept', async () => {
    const { socket, wire } = alternating();
    for (let round = 0; round < 600; round++) {
      expect(await socket.send(`request ${round}`)).toBe(true);
      wire.deliver(`reply ${round}`);
      expect(`${await socket.receive()}`).toBe(`reply ${round}`);
    }
  });

  it('refuses bad messages without changing the order', async () => {
    const { socket } = alternating();
    await expect(socket.send({} as never)).rejects.toThrow(TypeError);
    expect(() => socket.trySend({} as never)).toThrow(TypeError);
    expect(await socket.send('good')).toBe(true);
  });

  it('takes back a send that failed: by timeout, by the engine, by trySend', async () => {
    const { socket, wire } = alternating({ sendTimeout: 5 });
    wire.room = 0;
    await expect(socket.send('late')).rejects.toMatchObject({ code: 'EAGAIN' });
    expect(socket.trySend('full')).toBe(false);
    wire.sendFailure = new ZMQError('EMSGSIZE', 'Too large.');
    await expect(socket.send('large')).rejects.toMatchObject({ code: 'EMSGSIZE' });
    await expect(socket.receive()).rejects.toMatchObject({ code: 'EFSM' });
    wire.room = 1;
    expect(await socket.send('good')).toBe(true);
    expect(socket.stats().ignored).toBe(0);
  });

  it('rejects a receive that waits for the answer to a send that failed', async () => {
    const { socket, wire } = alternating({ sendTimeout: 5 });
    wire.room = 0;
    const sending = socket.send('late').catch((error: unknown) => error);
    const receiving = socket.receive().catch((error: unknown) => error);
    expect(await sending).toMatchObject({ code: 'EAGAIN' });
    expect(await receiving).toMatchObject({ code: 'EFSM' });
  });

  it('gives one message for one send, to the receive that came first', async () => {
    const { socket, wire } = alternating();
    await socket.send('1');
    const first = socket.receive();
    const second = socket.receive();
    wire.deliver('a');
    wire.deliver('b');
    expect(`${await first}`).toBe('a');
    await socket.send('2');
    expect(`${await second}`).toBe('b');
  });
});
