import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { ZMQPublisher, ZMQSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQRequest } from '@zeromq-ts/reqrep';
import { describe, expect, it, onTestFinished } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { DEFAULT_ACTION, type SocketType } from '../../packages/cli/src/sockets/socket-type.js';
import { begin, bound, zmq } from './in-process.js';

/** The events of a command that was run with `--json`, by their names. */
function events(stderr: string): readonly Record<string, unknown>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('XC-07 what is said', () => {
  /** What `zmq pull` says of a PUSH that comes, sends a message and goes, and of a REQ that is refused. */
  async function said(...flags: string[]): Promise<string> {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '2', ...flags]);
    const request = new ZMQRequest(pull.endpoint, { linger: 0 });
    await once(request, 'handshake-failed');
    await request.close();
    for (const text of ['one', 'two']) {
      const push = new ZMQPush(pull.endpoint);
      await push.send(text);
      await push.close();
    }
    return (await pull.outcome).stderr;
  }

  it('are endpoints and warnings without a flag', async () => {
    expect(await said()).toMatch(/^bound \S+\nwarning: The handshake with \S+ has failed: .*\n$/u);
  });

  it('are connections with -v', async () => {
    expect(await said('-v')).toMatch(/^connected tcp:\S+\ndisconnected tcp:\S+\n/mu);
  });

  it('are connections before their handshake, too, with -vv', async () => {
    expect(await said('-vv')).toMatch(/^accepted tcp:\S+\n(?:.*\n)*connected tcp:\S+\n/mu);
    const { stderr } = await zmq(['sub', 'tcp://127.0.0.1:9', '-vv', '-t', '400ms']);
    expect(stderr).toMatch(/^retrying tcp:\/\/127\.0\.0\.1:9 in \d+ ms: /mu);
  });

  it('are objects with --json', async () => {
    const names = events(await said('-v', '--json')).map(({ event }) => event);
    expect(names).toEqual(expect.arrayContaining(['listening', 'warning', 'connected', 'disconnected']));
  });
});

it('XC-07 -q says errors, and nothing else', async () => {
  expect((await zmq(['pull', 'tcp://127.0.0.1:*', '-t', '1', '-q', '-vv', '--stats'])).stderr).toMatch(
    /^error: The time of 1 ms is over.*\ntry: .*\n$/u,
  );
  expect((await zmq(['req', 'tcp://127.0.0.1:9', 'a', '-t', '1', '-q', '-vv'])).stderr).toMatch(/^error: /u);
});

describe('XC-07 subscriptions and commands', () => {
  it('are said by a publisher with -vv, and not with -v', async () => {
    for (const [flag, expected] of [
      ['-vv', /^tcp:\/\/127\.0\.0\.1:\d+ subscribed to "a\\x00"\n(?:.*\n)*tcp:\S+ unsubscribed from "a\\x00"\n/mu],
      ['-v', /^(?!.*subscribed)/su],
    ] as const) {
      const pub = await bound(['xpub', 'tcp://127.0.0.1:*', flag, '--no-input', '-n', '2']);
      const subscriber = new ZMQSubscriber(pub.endpoint, 'a\0');
      await subscriber.connected();
      subscriber.unsubscribe('a\0');
      expect((await pub.outcome).stderr).toMatch(expected);
      await subscriber.close();
    }
  });

  it('are said by a subscriber with -vv, and in hexadecimal digits with -vvv', async () => {
    const publisher = new ZMQPublisher();
    onTestFinished(() => publisher.close());
    const endpoint = await publisher.bind('tcp://127.0.0.1:*');
    const subscribing = zmq(['sub', endpoint, 'news', '-vvv', '-n', '1']);
    await publisher.subscribed('news');
    await publisher.send('news');
    const { code, stderr } = await subscribing;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^> SUBSCRIBE 6e657773 \(tcp:\S+\)\nsubscribed to "news" at tcp:\S+\n/mu);
  });

  it.each(['ipc', 'ws'])('are said over %s', async (transport) => {
    const to = transport === 'ipc' ? `ipc:///tmp/zmq-verbosity-${process.pid}` : 'ws://127.0.0.1:*/';
    const pub = await bound(['xpub', to, '-vv', '--no-input', '-n', '1', '--json']);
    const sub = begin(['sub', pub.endpoint, 'news']);
    expect(events((await pub.outcome).stderr)).toContainEqual(
      expect.objectContaining({ event: 'subscribed', direction: 'in', topic: 'news' }),
    );
    sub.interrupt();
    await sub.outcome;
  });
});

/** The greeting of ZMTP 3.1 with NULL, and READY of a PUSH. */
const GREETING = Buffer.concat([
  Buffer.from('ff00000000000000017f0301', 'hex'),
  Buffer.from('NULL'.padEnd(20, '\0')),
  Buffer.alloc(32),
]);
const READY = Buffer.from('\x04\x1a\x05READY\x0bSocket-Type\0\0\0\x04PUSH', 'latin1');

/** A PUSH that is written by hand. */
async function handmade(endpoint: string): Promise<Socket> {
  const socket = connect(Number(endpoint.split(':').at(-1)), '127.0.0.1');
  onTestFinished(() => {
    socket.destroy();
  });
  socket.on('error', () => {});
  socket.write(GREETING);
  socket.write(READY);
  return socket;
}

const SOCKET_COMMANDS = COMMANDS.map(({ definition }) => definition).filter(
  ({ name }) => DEFAULT_ACTION[name.toUpperCase() as SocketType] !== undefined,
);

describe('XG-11 safe defaults', () => {
  it.each(SOCKET_COMMANDS.map(({ name }) => name))('are those of %s', async (name) => {
    const { stdout } = await zmq(['config', name, '--json']);
    const values = Object.fromEntries(events(stdout).map(({ flag, value }) => [flag, value]));
    expect(values).toMatchObject({
      'max-message-size': 16 * 2 ** 20,
      linger: 5000,
      'heartbeat-interval': 5000,
      'heartbeat-timeout': 15_000,
      'reconnect-interval': 100,
      'reconnect-max-interval': 5000,
    });
  });

  it('a peer that sends too much is cut off, and the flag is named, once', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '-n', '1', '--max-message-size', '1KB']);
    for (let n = 0; n < 2; n++) {
      const peer = await handmade(pull.endpoint);
      // A frame of 2000 bytes is announced.
      peer.write(Buffer.from('0200000000000007d0', 'hex'));
      peer.resume();
      await once(peer, 'close');
    }
    const push = new ZMQPush(pull.endpoint);
    await push.send('small');
    await push.close();
    const { code, stderr } = await pull.outcome;
    expect(code).toBe(0);
    expect(stderr.match(/^warning: tcp:\S+ was cut off: .*--max-message-size/gmu)).toHaveLength(1);
  });

  it('a peer that takes less than is sent is an error that names the flag', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '--max-message-size', '1KB']);
    const { code, stderr } = await zmq(['push', pull.endpoint, 'a'.repeat(2000)]);
    expect([code, stderr]).toEqual([1, expect.stringContaining('the receiver takes more with --max-message-size')]);
    pull.interrupt();
    await pull.outcome;
  });

  it('a silent peer gets heartbeats', async () => {
    const pull = await bound(['pull', 'tcp://127.0.0.1:*', '--heartbeat-interval', '20ms']);
    const peer = await handmade(pull.endpoint);
    let received = '';
    for await (const chunk of peer) {
      received += (chunk as Buffer).toString('latin1');
      if (received.includes('\x04PING')) break;
    }
    expect(received).toContain('\x04PING');
    pull.interrupt();
    await pull.outcome;
  });

  it('a lost peer is tried again after 100 ms and a random part of that, and then twice as long', async () => {
    const sub = begin(['sub', 'tcp://127.0.0.1:9', '-vv', '--json']);
    await sub.said(/(?:"connect-retried".*\n[^]*){3}/u);
    sub.interrupt();
    const intervals = events((await sub.outcome).stderr)
      .filter(({ event }) => event === 'connect-retried')
      .map(({ interval }) => interval as number);
    for (const [n, least] of [100, 200, 400].entries()) {
      expect(intervals[n]).toBeGreaterThanOrEqual(least);
      expect(intervals[n]).toBeLessThanOrEqual(2 * least);
    }
  });
});

describe('XC-03 a peer that leaves before the handshake is complete', () => {
  it.each(['tcp://127.0.0.1:*', 'ws://127.0.0.1:*/z'])(
    'at a bound endpoint, %s, is no failure of the command: a probe is not warned of, and -v has it',
    async (endpoint) => {
      const push = await bound(['push', `@${endpoint}`, 'message', '-v']);
      for (const line of [['probe'], ['ping', '-n', '1']]) {
        expect((await zmq([...line, push.endpoint])).code).toBe(0);
      }
      await push.said(
        / left before the handshake was complete\n(?:.*\n)* *\S+ left before the handshake was complete\n/u,
      );
      // It still waits for its peer.
      const pull = await zmq(['pull', `>${push.endpoint}`, '-n', '1']);
      expect([pull.code, pull.stdout]).toEqual([0, 'message\n']);
      const { code, stderr } = await push.outcome;
      expect([code, stderr]).toEqual([0, expect.not.stringContaining('warning')]);
    },
  );

  it('is warned of where this side has connected, once for each reason', async () => {
    const server = createServer((socket) => socket.destroy());
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    let connections = 0;
    const several = new Promise<void>((resolve) => {
      server.on('connection', () => {
        connections += 1;
        if (connections === 4) resolve();
      });
    });
    const sub = begin([
      'sub',
      `tcp://127.0.0.1:${port}`,
      '--reconnect-interval',
      '10ms',
      '--reconnect-max-interval',
      '10ms',
    ]);
    await several;
    sub.interrupt();
    const { stderr } = await sub.outcome;
    expect(stderr.match(/^warning: /gmu)).toHaveLength(1);
  });
});
