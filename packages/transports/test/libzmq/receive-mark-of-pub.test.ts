import { describe, expect, it, vi } from 'vitest';
import type { RfcSocketType } from '@zeromq-ts/testing';
import type { NativeBinding, NativeSocket } from '../../src/libzmq/native-binding.js';
import { socket, type TestSocket } from './test-socket.js';

const ZMQ_RCVHWM = 24;
const DEFAULT = 1000;

const natives: NativeSocket[] = [];
vi.mock('../../src/libzmq/load-binding.js', async (original) => {
  const binding = (await original<{ loadBinding(): NativeBinding }>()).loadBinding();
  class Socket extends binding.Socket {
    constructor(...given: ConstructorParameters<NativeBinding['Socket']>) {
      super(...given);
      natives.push(this);
    }
  }
  const { context, Context } = binding;
  return { loadBinding: () => ({ context, Context, Socket }) };
});

/** Opens a socket. @returns it, and what reads the mark of its socket of libzmq. */
function opened(type: RfcSocketType, receiveHighWaterMark: number): [TestSocket, () => number] {
  const ours = socket(type, { receiveHighWaterMark });
  const native = natives.at(-1) as NativeSocket;
  return [ours, () => native.getInt32Option(ZMQ_RCVHWM)];
}

describe('receiveHighWaterMark on libzmq', () => {
  it('of a PUB is that of libzmq, unless it is 0', () => {
    const [pub, mark] = opened('PUB', 5);
    expect(mark()).toBe(DEFAULT);
    pub.setOption('receiveHighWaterMark', 7);
    expect(mark()).toBe(DEFAULT);
    pub.setOption('receiveHighWaterMark', 0);
    expect(mark()).toBe(0);
    expect(opened('PUB', 0)[1]()).toBe(0);
  });

  it.each(['XPUB', 'PULL', 'SUB'] as const)('of a %s is as it was set', (type) => {
    const [changed, mark] = opened(type, 5);
    expect(mark()).toBe(5);
    changed.setOption('receiveHighWaterMark', 7);
    expect(mark()).toBe(7);
  });
});
