import { afterEach, describe, expect, it } from 'vitest';
import { testSocket } from '@zeromq-ts/testing';
import { setDebugLog, ZMQError } from '../../src/index.js';

const lines: string[] = [];

afterEach(() => {
  setDebugLog(undefined);
  lines.length = 0;
});

describe('the log of connections', () => {
  it('has one line for each event, with the socket and its values', () => {
    setDebugLog((line) => lines.push(line));
    const { wire } = testSocket();
    wire.raise('connect-retried', {
      endpoint: 'tcp://127.0.0.1:1',
      interval: 100,
      error: new ZMQError('ECONNREFUSED', 'no socket listens\nthere'),
    });
    wire.raise('handshake-succeeded', {
      endpoint: 'tcp://127.0.0.1:1',
      peer: { address: 'tcp://127.0.0.1:2', socketType: 'PAIR', userId: 'anna' },
    });
    wire.raise('dropped', { reason: 'full', count: 3 });
    const [retried, succeeded, dropped] = lines;
    expect(retried).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z DEALER#\d+ connect-retried tcp:\/\/127\.0\.0\.1:1 in 100 ms: no socket listens there$/,
    );
    expect(succeeded).toMatch(
      / handshake-succeeded tcp:\/\/127\.0\.0\.1:1 from tcp:\/\/127\.0\.0\.1:2 \(PAIR\) as anna$/,
    );
    expect(dropped).toMatch(/ dropped 3 messages full$/);
    expect(lines).toHaveLength(3);
  });

  it('does not affect the socket when its function throws, which is an uncaught exception', async () => {
    const uncaught = new Promise<unknown>((resolve) => {
      const others = process.rawListeners('uncaughtException');
      process.removeAllListeners('uncaughtException');
      process.once('uncaughtException', (error) => {
        for (const other of others) process.on('uncaughtException', other as (error: Error) => void);
        resolve(error);
      });
    });
    setDebugLog(() => {
      throw new Error('the disk is full');
    });
    const { socket, wire } = testSocket();
    const connected = socket.connected();
    wire.raise('handshake-succeeded', { endpoint: 'tcp://127.0.0.1:1' });
    await connected;
    expect(await uncaught).toMatchObject({ message: 'the disk is full' });
  });

  it('ends when it is set to undefined', () => {
    setDebugLog((line) => lines.push(line));
    setDebugLog(undefined);
    testSocket().wire.raise('connected');
    expect(lines).toEqual([]);
  });
});
