import { describe, expect, it } from 'vitest';
import { createZmtpEngine, inproc, ipc, tcp, ZMQPair, zmtp } from '../src/index.js';

describe('createZmtpEngine', () => {
  it('makes an engine that carries what it is given, and nothing else', async () => {
    const engine = createZmtpEngine({ transports: [tcp()], name: 'tcp-alone' });
    expect([engine.name, engine.protocols]).toEqual(['tcp-alone', ['tcp']]);
    await using bound = new ZMQPair(undefined, { engine });
    const endpoint = await bound.bind('tcp://127.0.0.1:*');
    await using connected = new ZMQPair(endpoint, { engine: zmtp });
    await connected.send('hello');
    expect(`${await bound.receive()}`).toBe('hello');
    expect(() => new ZMQPair('inproc://elsewhere', { engine })).toThrow(
      /The engine tcp-alone does not carry inproc:\/\/.*it carries tcp/,
    );
  });

  it('meets other engines over inproc, in one context', async () => {
    const engine = createZmtpEngine({ transports: [inproc()] });
    await using bound = new ZMQPair('@inproc://meet', { engine });
    await using connected = new ZMQPair('>inproc://meet', { engine: zmtp });
    await connected.send('hello');
    expect(`${await bound.receive()}`).toBe('hello');
  });

  it('checks and warns as its transports do, once', () => {
    const publicKey = new Uint8Array(32).fill(1);
    const secretKey = new Uint8Array(32).fill(2);
    const keys = {
      curveServer: true,
      curvePublicKey: publicKey,
      curveSecretKey: secretKey,
      authenticate: () => true,
    } as const;
    const engine = createZmtpEngine({ transports: [tcp(), ipc(), inproc()] });
    expect(() => new ZMQPair(undefined, { engine, ...keys })).toThrow('are not of one pair');
    const inprocAlone = createZmtpEngine({ transports: [inproc()] });
    const given = { sendBufferSize: 4096, receiveBufferSize: -1, tcpKeepaliveCount: -1, tcpKeepaliveInterval: -1 };
    expect(engine.warningOf?.(given as never, {})).toContain('sendBufferSize has no effect');
    expect(inprocAlone.warningOf?.(given as never, {})).toBeUndefined();
  });

  it('refuses two transports of one protocol, and unknown options', () => {
    expect(() => createZmtpEngine({ transports: [tcp(), tcp()] })).toThrow(
      expect.objectContaining({ code: 'EINVAL', message: expect.stringContaining('two for tcp://') as unknown }),
    );
    expect(() => createZmtpEngine({ transports: [], named: 'x' } as never)).toThrow(
      expect.objectContaining({ code: 'EINVAL' }),
    );
  });
});
