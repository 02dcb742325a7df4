import { createServer, type AddressInfo, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { createSocket, type SocketTypeName } from '@zeromq-ts/core';
import '@zeromq-ts/dealerrouter';
import '@zeromq-ts/pair';
import '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import '@zeromq-ts/reqrep';
import { Certificate } from '@zeromq-ts/security';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CERTIFICATE, KEY } from '../../websocket/certificates.js';
import { zmq } from '../in-process.js';

const AT = 'tcp://127.0.0.1:*';

async function bound(type: SocketTypeName, options: object = {}): Promise<string> {
  const socket = type === 'SUB' ? createSocket(type) : createSocket(type, undefined, options);
  onTestFinished(() => socket.close({ linger: 0 }));
  return socket.bind(AT);
}

/** A server that says this to whoever connects. */
async function saying(...said: readonly Buffer[]): Promise<string> {
  return serving((socket) => said.forEach((chunk) => socket.write(chunk)));
}

async function serving(serve: (socket: Socket) => void): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    serve(socket);
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A peer with NULL, of this type, with a property of this name and value. */
function peerWith(type: string, name: string, value: string): Buffer {
  const property = (key: string, text: string): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(text.length);
    return Buffer.concat([Buffer.of(key.length), Buffer.from(key, 'latin1'), length, Buffer.from(text, 'latin1')]);
  };
  const greeting = Buffer.alloc(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 1]);
  greeting.write('NULL', 12);
  const body = Buffer.concat([Buffer.from('\x05READY'), property('Socket-Type', type), property(name, value)]);
  return Buffer.concat([greeting, Buffer.of(4, body.length), body]);
}

const nobody = async (): Promise<string> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `tcp://127.0.0.1:${port}`;
};

describe('zmq probe', () => {
  it('XP-03 prints version, mechanism and type, and the times', async () => {
    const endpoint = await bound('ROUTER');
    const { code, stdout, stderr } = await zmq(['probe', endpoint]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^tcp:\S+: ZMTP 3\.1, NULL, ROUTER\n {2}connected in {2}[\d.]+ ms\n {2}greeting in {3}[\d.]+ ms\n$/,
    );
    const json = JSON.parse((await zmq(['probe', '--json', endpoint])).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({ endpoint, found: 'zmtp', version: '3.1', mechanism: 'NULL', socketType: 'ROUTER' });
    expect(json['connectMs']).toBeGreaterThanOrEqual(0);
  });

  it('XP-03 asks several endpoints, and ends with the code of the first that is no ZMTP 3', async () => {
    const endpoints = [await bound('PUB'), await nobody(), await saying(Buffer.from('SSH-2.0-x\r\n'))];
    const { code, stdout } = await zmq(['probe', ...endpoints]);
    expect(code).toBe(4);
    expect(stdout.match(/^tcp.*$/gm)).toEqual([
      expect.stringContaining('PUB'),
      expect.stringContaining('nobody listens there'),
      expect.stringContaining('SSH, not ZeroMQ'),
    ]);
  });

  it('XP-05 has an exit code for each kind of answer', async () => {
    const codeOf = async (endpoint: string): Promise<number> => (await zmq(['probe', '-t', '300ms', endpoint])).code;
    expect(await codeOf(await saying(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')))).toBe(6);
    expect(await codeOf(await saying(Buffer.from('ff00000000000000017f0108', 'hex')))).toBe(6);
    expect(await codeOf(await serving((socket) => socket.end()))).toBe(6);
    expect(await codeOf(await serving(() => {}))).toBe(3);
    expect(await codeOf(await nobody())).toBe(4);
    expect(await codeOf('ipc:///nowhere/at/all')).toBe(4);
    for (const wrong of ['udp://127.0.0.1:5555', 'inproc://a', 'tcp://127.0.0.1:99999', 'tpc://h:1', 'tcp://*:5555']) {
      expect(await codeOf(wrong)).toBe(2);
    }
  });

  it('XP-05 ends with 5 when the certificate of a server is not accepted', async () => {
    const server = createTlsServer({ cert: CERTIFICATE, key: KEY });
    server.on('tlsClientError', () => {});
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await zmq(['probe', `wss://127.0.0.1:${port}`])).toMatchObject({
      code: 5,
      stdout: expect.stringContaining('certificate is not accepted'),
    });
  });

  it('XP-03 connects from the address or interface that the endpoint names', async () => {
    const from: (string | undefined)[] = [];
    const endpoint = await serving((socket) => {
      from.push(socket.remoteAddress);
      socket.end();
    });
    await zmq(['probe', endpoint.replace('tcp://', 'tcp://127.0.0.2:0;')]);
    expect(from).toEqual(process.platform === 'linux' ? ['127.0.0.2'] : expect.anything());
    const { code, stderr } = await zmq(['probe', endpoint.replace('tcp://', 'tcp://nothing0:0;')]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('no network interface nothing0')]);
  });

  it('XP-04 does not say that a peer is a server', async () => {
    const certificate = Certificate.generate();
    const { stdout } = await zmq(['probe', await bound('REP', { ...certificate.server(), authenticate: () => true })]);
    expect(stdout).toMatch(/ZMTP 3\.1, CURVE; socket type not known: with CURVE, it comes after authentication/);
    expect(stdout).not.toMatch(/server/i);
  });

  it('XM-15 XA-01 lets nothing of a peer reach the terminal unescaped', async () => {
    const evil = '\x1b]0;owned\x07\x9b31m';
    const answers = [peerWith('PUSH', evil, evil), peerWith(evil, 'X-A', 'b'), Buffer.from(`HTTP/1.1 ${evil}\r\n`)];
    for (const answer of answers) {
      const endpoint = await saying(answer);
      for (const flags of [[], ['--json']]) {
        const { stdout, stderr } = await zmq(['probe', endpoint, ...flags]);
        expect(`${stdout}${stderr}`).toMatch(/owned/);
        // oxlint-disable-next-line no-control-regex -- control characters are what may not be there
        expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u);
      }
    }
  });

  it('XA-09 sends a greeting and nothing else, and ends the connection', async () => {
    for (const [mechanism, length] of [
      ['NULL', 64],
      ['CURVE', 11],
    ] as const) {
      const chunks: Buffer[] = [];
      let ended: (() => void) | undefined;
      const over = new Promise<void>((resolve) => (ended = resolve));
      const greeting = peerWith('PUSH', 'X-A', 'b');
      greeting.fill(0, 12, 32).write(mechanism, 12);
      const endpoint = await serving((socket) => {
        socket.on('close', () => ended?.());
        socket.on('data', (chunk) => {
          chunks.push(chunk);
          if (Buffer.concat(chunks).length === 64) socket.write(greeting.subarray(64));
        });
        socket.write(greeting.subarray(0, 64));
      });
      await zmq(['probe', endpoint]);
      await over;
      expect(Buffer.concat(chunks)).toHaveLength(length);
    }
  });

  it('XA-09 takes at most 16 endpoints, and no ranges', async () => {
    const many = Array.from({ length: 17 }, () => 'tcp://127.0.0.1:1');
    expect(await zmq(['probe', ...many])).toMatchObject({ code: 2 });
    expect(await zmq(['probe', 'tcp://127.0.0.1:1-9'])).toMatchObject({ code: 2 });
    expect(await zmq(['probe'])).toMatchObject({ code: 2, stderr: expect.stringContaining('needs an endpoint') });
  });

  it('XP-03 says in its help what it costs the peer', async () => {
    expect((await zmq(['probe', '--help'])).stdout).toContain('HANDSHAKE_FAILED_NO_DETAIL');
  });

  it('XC-04 ends with a signal', async () => {
    const controller = new AbortController();
    const endpoint = await serving(() => controller.abort(new Error('SIGINT')));
    const { code } = await zmq(['probe', '-t', '1m', endpoint], { signal: controller.signal });
    expect(code).toBe(130);
  });
});

describe('zmq ping', () => {
  const ping = (endpoint: string, ...flags: string[]) => zmq(['ping', '-i', '1ms', '-n', '3', endpoint, ...flags]);

  it.each(['PULL', 'ROUTER', 'REP', 'PUB', 'XPUB', 'SUB', 'XSUB'] as const)(
    'XP-06 measures round trips to a %s, which notices nothing',
    async (type) => {
      const { code, stdout, stderr } = await ping(await bound(type));
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^connected in .* ms\n1 {2}.* ms\n2 {2}.* ms\n3 {2}.* ms\n3 sent, 3 answered; minimum .* maximum .*\n$/,
      );
    },
  );

  it('XP-06 gives JSON lines', async () => {
    const lines = (await ping(await bound('PULL'), '--json')).stdout.trimEnd().split('\n');
    const [first, one, , , last] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toHaveLength(5);
    expect(first).toHaveProperty('connectMs');
    expect(one).toMatchObject({ n: 1, ms: expect.any(Number) });
    expect(last).toMatchObject({ sent: 3, answered: 3, medianMs: expect.any(Number) });
  });

  it.each(['PUSH', 'DEALER', 'PAIR'] as const)('XP-06 sends none to a %s, and says why', async (type) => {
    const { code, stdout } = await ping(await bound(type));
    expect(code).toBe(0);
    expect(stdout).toMatch(
      new RegExp(`^connected in .* ms\nno PING: the peer is a ${type}: a connection would be given its messages`),
    );
  });

  it('XP-06 takes no message from a PUSH whose queue is full of them', async () => {
    const push = new ZMQPush();
    onTestFinished(() => push.close({ linger: 0 }));
    const endpoint = await push.bind(AT);
    let outcome = 'pending';
    const sent = push.send('mine').then(
      () => (outcome = 'sent'),
      () => (outcome = 'closed'),
    );
    await ping(endpoint);
    expect(outcome).toBe('pending');
    await push.close({ linger: 0 });
    expect(await sent).toBe('closed');
  });

  it('XP-06 only connects where the peer has security', async () => {
    const certificate = Certificate.generate();
    const { code, stdout } = await ping(await bound('REP', { ...certificate.server(), authenticate: () => true }));
    expect([code, stdout]).toEqual([0, expect.stringContaining('no PING: the peer has CURVE')]);
  });

  it('XP-06 ends with 3 when nothing is answered, with 6 when it is not ZMTP, with 4 when nobody is there', async () => {
    const endpoint = await saying(peerWith('PULL', 'X-A', 'b'));
    const { code, stdout } = await ping(endpoint, '-t', '50ms');
    expect([code, stdout]).toEqual([3, expect.stringMatching(/1 {2}lost\n[^]*3 sent, 0 answered/)]);
    expect((await ping(await saying(Buffer.from('SSH-2.0-x\r\n')))).code).toBe(6);
    expect((await ping(await nobody())).code).toBe(4);
  });

  it('XP-06 ends with 6 when the peer refuses the type that --as names', async () => {
    expect((await ping(await bound('PULL'), '--as', 'SUB')).code).toBe(6);
  });

  it('XA-01 lets nothing of a peer reach the terminal unescaped', async () => {
    const { stdout } = await ping(await saying(peerWith('\x1b]0;owned\x07', 'X-A', 'b')));
    expect(stdout).toContain(String.raw`\x1b]0;owned\x07`);
    // oxlint-disable-next-line no-control-regex -- control characters are what may not be there
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  });
});
