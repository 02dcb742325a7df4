import { randomUUID } from 'node:crypto';
import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { describe, expect, it, onTestFinished } from 'vitest';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { begin, bound, zmq } from './in-process.js';

const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** Messages of one and three frames, empty frames, and frames of all bytes. */
const MESSAGES: readonly (readonly Uint8Array[])[] = [
  [Buffer.from('one frame, grün €')],
  [Buffer.from('three'), Buffer.from('frames\twith\ttabs\n'), Buffer.from(String.raw`and \ backslashes`)],
  [Buffer.from('with an empty one'), Buffer.alloc(0)],
  [Buffer.from('bytes'), ALL_BYTES],
];

const LENGTH = Buffer.concat(
  MESSAGES.flatMap((frames) => [uint32(frames.length), ...frames.flatMap((frame) => [uint32(frame.length), frame])]),
);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

const ENDPOINTS = {
  tcp: () => 'tcp://127.0.0.1:*',
  ipc: () => `ipc:///tmp/zmq-cli-${randomUUID()}`,
  ws: () => 'ws://127.0.0.1:*/',
};

/** What prints what the other sends: the one that prints binds. */
const PAIRS = [
  { to: ['pull'], from: ['push'] },
  { to: ['sub', '@'], from: ['pub', '>'] },
  { to: ['xsub', '@', '-s', ''], from: ['pub', '>'] },
  { to: ['sub', '@'], from: ['xpub', '>', '-t', '10s'] },
  { to: ['pair', '@', '--no-input'], from: ['pair', '>'] },
  { to: ['dealer', '@', '--no-input'], from: ['dealer', '>'] },
] as const;

const FORMATS = [
  { out: ['-o', 'length'], input: ['--input', 'length'] },
  { out: ['-o', 'text'], input: ['--input', 'quoted'] },
  { out: ['--json'], input: ['--input', 'jsonl'] },
];

describe.each(Object.entries(ENDPOINTS))('XP-01 over %s', (_, endpoint) => {
  it.each(PAIRS)('$from.0 sends what $to.0 prints, in every form', async ({ to, from }) => {
    const [receiver, prefix = '', ...flags] = to;
    const [sender, sign = '', ...others] = from;
    for (const { out, input } of FORMATS) {
      const first = await bound([receiver, `${prefix}${endpoint()}`, ...flags, '-n', '4', '-t', '10s', '-o', 'length']);
      const sent = begin([sender, `${sign}${first.endpoint}`, '--input', 'length', ...others], { stdin: LENGTH });
      const { bytes, code } = await first.outcome;
      expect([code, bytes.equals(LENGTH)]).toEqual([0, true]);
      sent.interrupt();
      await sent.outcome;

      // XP-02: what one prints, the next sends, and it is the same.
      const printing = await bound([receiver, `${prefix}${endpoint()}`, ...flags, '-n', '4', '-t', '10s', ...out]);
      const printed = begin([sender, `${sign}${printing.endpoint}`, '--input', 'length', ...others], { stdin: LENGTH });
      const { bytes: text } = await printing.outcome;
      printed.interrupt();
      await printed.outcome;
      const again = await bound([receiver, `${prefix}${endpoint()}`, ...flags, '-n', '4', '-t', '10s', '-o', 'length']);
      const resent = begin([sender, `${sign}${again.endpoint}`, ...input, ...others], { stdin: text });
      const end = await again.outcome;
      expect([end.code, end.bytes.equals(LENGTH)]).toEqual([0, true]);
      resent.interrupt();
      await resent.outcome;
    }
  });

  it('req asks, and rep answers', async () => {
    const rep = await bound(['rep', endpoint(), '--echo', '-n', '4', '-o', 'length']);
    const { code, bytes } = await zmq(['req', rep.endpoint, '--input', 'length', '-o', 'length'], { stdin: LENGTH });
    expect([code, bytes.equals(LENGTH)]).toEqual([0, true]);
    const { code: end, bytes: asked } = await rep.outcome;
    expect([end, asked.equals(LENGTH)]).toEqual([0, true]);
  });

  it('dealer and router know each other by routing ids', async () => {
    const router = await bound(['router', endpoint(), '--json', '-n', '1']);
    const dealer = begin(['dealer', router.endpoint, 'hello', 'router', '--routing-id', 'D1', '-n', '1']);
    const { code, stdout } = await router.outcome;
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { n: 1, routingId: 'D1', frames: ['hello', 'router'] }]);
    dealer.interrupt();
    await dealer.outcome;

    const answering = await bound(['router', endpoint(), '--target', 'D2', '-n', '1']);
    const asking = begin(['dealer', answering.endpoint, 'hello', '--routing-id', 'D2', '-n', '1']);
    await answering.said(/^D2\thello\n/u, 'stdout');
    await answering.outcome;
    asking.interrupt();
    await asking.outcome;
  });
});

describe('XI-03 --delimiter', () => {
  const LINES = 'a\tb\n\nc\t\n';
  const TAB = ['--delimiter', String.raw`\t`];

  it.each([...PAIRS, { to: ['xpub', '@', '--no-input'], from: ['xsub', '>'] }])(
    'splits the lines of $from.0 into frames',
    async ({ to: [receiver, sign, ...flags], from: [sender, prefix = '', ...others] }) => {
      const line = [receiver, `${sign ?? ''}tcp://127.0.0.1:*`, ...flags, '-n', '3', '-t', '10s', '--json'];
      const receiving = await bound(line);
      const sending = begin([sender, `${prefix}${receiving.endpoint}`, ...TAB, ...others], { stdin: LINES });
      const { code, stdout } = await receiving.outcome;
      sending.interrupt();
      await sending.outcome;
      expect(code).toBe(0);
      const messages = stdout.split('\n', 3).map((text) => (JSON.parse(text) as { frames: string[] }).frames);
      expect(messages).toEqual([['a', 'b'], [''], ['c', '']]);
    },
  );

  it('splits the lines of req and rep', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', '-n', '3', '--delimiter', ','], { stdin: '1,2\n3\n,\n' });
    const { stdout } = await zmq(['req', rep.endpoint, ...TAB, '-o', 'raw'], { stdin: LINES });
    // And it stands between the frames of a raw message.
    expect(stdout).toBe('1\t2\n3\n\t\n');
    expect((await rep.outcome).stdout).toBe('a\tb\n\nc\t\n');
  });

  it('splits the lines of router', async () => {
    const dealer = await bound(['dealer', '@tcp://127.0.0.1:*', '--no-input', '--routing-id', 'D', '-n', '2']);
    const router = begin(['router', `>${dealer.endpoint}`, '--delimiter', ','], { stdin: 'D,a,b\nD,c\n' });
    expect((await dealer.outcome).stdout).toBe('a\tb\nc\n');
    router.interrupt();
    await router.outcome;
  });

  it('is a flag of each command that reads messages', () => {
    for (const { definition } of COMMANDS) {
      const names = definition.flags.map(({ name }) => name);
      if (names.includes('input'))
        expect([definition.name, names]).toEqual([definition.name, expect.arrayContaining(['delimiter'])]);
    }
  });
});

describe('dealer and router', () => {
  it('send what is typed to --target, and to routingId of jsonl', async () => {
    const router = await bound(['router', 'tcp://127.0.0.1:*', '--input', 'jsonl']);
    const dealer = begin(['dealer', router.endpoint, 'here', '--routing-id', '0xff00', '-n', '2']);
    await router.said(/here/u, 'stdout');
    router.stdin.write('{"routingId":{"base64":"/wA="},"frames":["by name"]}\n[{"base64":"/wA="},"first frame"]\n');
    expect(await dealer.outcome).toMatchObject({ code: 0, stdout: 'by name\nfirst frame\n' });
    router.stdin.write('["nobody","is there"]\n');
    expect(await router.said(/warning: .*/u)).toBeTruthy();
    router.interrupt();
    expect((await router.outcome).code).toBe(130);
  });

  it('router runs a program for each message, and sends what it prints', async () => {
    const router = await bound(['router', 'tcp://127.0.0.1:*', '-n', '2', '--exec', 'tr', 'a-z', 'A-Z']);
    expect(await zmq(['req', router.endpoint, 'hello'])).toMatchObject({ code: 0, stdout: 'HELLO\n' });
    const dealer = await zmq(['dealer', router.endpoint, 'world', '-n', '1']);
    expect(dealer).toMatchObject({ code: 0, stdout: 'WORLD\n' });
    expect((await router.outcome).code).toBe(0);
  });
});

describe('xpub and xsub', () => {
  it('xpub prints subscriptions, and xsub makes them', async () => {
    const xpub = await bound(['xpub', 'tcp://127.0.0.1:*', '--no-input', '-n', '1']);
    const sub = begin(['sub', xpub.endpoint, 'weather.']);
    expect(await xpub.outcome).toMatchObject({ code: 0, stdout: '\\x01weather.\n' });
    sub.interrupt();
    await sub.outcome;
  });
});

describe('pub', () => {
  it('XG-12 --wait-topic waits for a subscriber of a topic before it reads stdin', async () => {
    const pub = begin(['pub', 'tcp://127.0.0.1:*', '--wait-topic', 'news'], { stdin: 'news 1\nweather 1\nnews 2\n' });
    const [, endpoint = ''] = await pub.said(/bound (\S+)/u);
    const other = begin(['sub', endpoint, 'weather', '-vv']);
    await other.said(/connected /u);
    const sub = begin(['sub', endpoint, 'new', '-n', '2', '-t', '30s']);
    expect(await sub.outcome).toMatchObject({ code: 0, stdout: 'news 1\nnews 2\n' });
    expect((await pub.outcome).code).toBe(0);
    other.interrupt();
    await other.outcome;

    const line = ['pub', 'tcp://127.0.0.1:*', '--hex', '--wait-topic', '00ff', '--wait-time', '50ms'];
    expect(await zmq(line)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(String.raw`No subscriber for "\x00\xff" in time`),
    });
    expect((await zmq(['pub', 'tcp://127.0.0.1:*', '--hex', '--wait-topic', 'x'])).code).toBe(2);
  });

  it('XG-12 waits for a subscriber of the topic: the only message is not lost', async () => {
    const pub = begin(['pub', 'tcp://127.0.0.1:*', 'news', 'once']);
    const [, endpoint = ''] = await pub.said(/bound (\S+)/u);
    const other = begin(['sub', endpoint, 'weather']);
    const sub = begin(['sub', endpoint, 'news', '-n', '1', '-t', '10s']);
    expect(await sub.outcome).toMatchObject({ code: 0, stdout: 'news\tonce\n' });
    expect((await pub.outcome).code).toBe(0);
    other.interrupt();
    await other.outcome;
  });

  it('XG-12 ends with 4 when none comes in time, and says for what', async () => {
    const { code, stderr } = await zmq(['pub', 'tcp://127.0.0.1:*', 'news', 'once', '--wait-time', '50ms']);
    expect([code, stderr]).toEqual([4, expect.stringContaining('error: No subscriber for "news" in time.')]);
    expect((await zmq(['pub', 'tcp://127.0.0.1:*', 'news', '--no-wait'])).code).toBe(0);
  });

  it('XI-06 sends a template as often as asked, at an interval', async () => {
    const sub = await bound(['sub', '@tcp://127.0.0.1:*', '-n', '3', '-t', '10s']);
    const pub = zmq(
      ['pub', `>${sub.endpoint}`, '--template', '-n', '3', '-i', '5ms', 'tick', '{{n}} {{env WHO}} {{random 7 7}}'],
      {
        env: { WHO: 'me' },
      },
    );
    expect(await sub.outcome).toMatchObject({ code: 0, stdout: 'tick\t1 me 7\ntick\t2 me 7\ntick\t3 me 7\n' });
    expect((await pub).code).toBe(0);
    expect((await zmq(['pub', 'tcp://127.0.0.1:*', '--no-wait', '--template', '{{nothing}}'])).code).toBe(2);
  });
});

describe('XC-02 req', () => {
  it('ends with 4 when no peer ever came', async () => {
    const { code, stderr } = await zmq(['req', 'tcp://127.0.0.1:9', 'hello', '-t', '100ms']);
    expect([code, stderr]).toEqual([
      4,
      expect.stringMatching(
        /error: No peer was there in 100 ms\.\n(cause: .*\n)?try: is the other side running and bound\?/u,
      ),
    ]);
  });

  it('ends with 3 when a peer came, and stayed silent', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*']);
    const { code, stderr } = await zmq(['req', rep.endpoint, 'hello', '-t', '500ms']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('A peer was there, and has not replied in 500 ms.')]);
    rep.interrupt();
    await rep.outcome;
  });
});

describe('rep', () => {
  it('answers with frames, with lines of stdin, and with what a program prints', async () => {
    const ask = async (argv: string[], stdin?: string): Promise<string> => {
      const rep = await bound(
        ['rep', 'tcp://127.0.0.1:*', '-n', '1', '-o', 'none', ...argv],
        stdin === undefined ? {} : { stdin },
      );
      const { stdout } = await zmq(['req', rep.endpoint, 'hello', 'world']);
      expect((await rep.outcome).code).toBe(0);
      return stdout;
    };
    expect(await ask(['a', 'b'])).toBe('a\tb\n');
    expect(await ask([], 'from stdin\n')).toBe('from stdin\n');
    expect(await ask(['--delimiter', ' ', '--exec', 'tr', 'a-z', 'A-Z'])).toBe('HELLO WORLD\n');
    expect((await zmq(['rep', 'tcp://127.0.0.1:*', '--echo', 'a'])).code).toBe(2);
  });
});

describe('rep --fail-every', () => {
  const ask = async (endpoint: string, text: string, ...flags: string[]): Promise<readonly [number, string]> => {
    const { code, stdout } = await zmq(['req', endpoint, text, 'x', ...flags]);
    return [code, stdout];
  };

  it('gives each N-th request no reply, and all others the same as without it', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', '--echo', '--fail-every', '3', '-n', '6', '-v']);
    expect(await ask(rep.endpoint, '1')).toEqual([0, '1\tx\n']);
    expect(await ask(rep.endpoint, '2', '--parallel', '2')).toEqual([0, '2\tx\n']);
    expect(await ask(rep.endpoint, '3', '-t', '3s')).toEqual([3, '']);
    await rep.said(/request 3 gets no reply/u);
    expect(await ask(rep.endpoint, '4')).toEqual([0, '4\tx\n']);
    expect(await ask(rep.endpoint, '5')).toEqual([0, '5\tx\n']);
    expect(await ask(rep.endpoint, '6', '-t', '3s')).toEqual([3, '']);
    expect(await rep.outcome).toMatchObject({ code: 0, stdout: '1\tx\n2\tx\n3\tx\n4\tx\n5\tx\n6\tx\n' });
  });

  it('lets a client that asks again have its reply', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', 'yes', '--fail-every', '2', '-n', '3']);
    expect(await ask(rep.endpoint, 'first')).toEqual([0, 'yes\n']);
    expect(await ask(rep.endpoint, 'second', '-t', '1s', '--retries', '3')).toEqual([0, 'yes\n']);
    expect((await rep.outcome).stdout).toBe('first\tx\nsecond\tx\nsecond\tx\n');
  });

  it('with --exec asks the program for the others alone, and ignores what is no request', async () => {
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', '--fail-every', '2', '-n', '2', '--exec', 'tr', 'a-z', 'A-Z']);
    // Without the empty frame that ends an envelope (RFC 28).
    expect((await zmq(['dealer', rep.endpoint, 'no request', '-n', '0'])).code).toBe(0);
    expect(await ask(rep.endpoint, 'one', '--delimiter', ',')).toEqual([0, 'ONEX\n']);
    expect(await ask(rep.endpoint, 'two', '-t', '3s')).toEqual([3, '']);
    expect((await rep.outcome).code).toBe(0);
    expect(await zmq(['rep', 'tcp://127.0.0.1:*', 'a', '--fail-every', '0'])).toMatchObject({ code: 2 });
  });
});

describe('XO-08 the end of a receiver', () => {
  it.each([
    [['-n', '0'], 0],
    [['-t', '20ms'], 3],
    [['--idle', '20ms'], 3],
    [['-n', '2', '-t', '20ms'], 3],
  ])('%j without a message is %i', async (flags, code) => {
    expect((await zmq(['pull', 'tcp://127.0.0.1:*', ...flags])).code).toBe(code);
  });

  it('is 0 when a message has come, unless more were asked for', async () => {
    for (const [flags, code] of [
      [['--idle', '200ms'], 0],
      [['-n', '2', '--idle', '200ms'], 3],
    ] as const) {
      const pull = await bound(['pull', 'tcp://127.0.0.1:*', ...flags]);
      await zmq(['push', pull.endpoint, 'one']);
      expect(await pull.outcome).toMatchObject({ code, stdout: 'one\n' });
    }
  });
});

describe('XI-07 the end of a sender', () => {
  it('is 3, and how many are left, when they were not handed over in time', async () => {
    const { code, stderr } = await zmq(['push', 'tcp://127.0.0.1:9', '--no-wait', '-l', '50ms', '-n', '3', 'hello']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('3 messages were not handed over in time')]);
  });

  it('that receives, too, is the same', async () => {
    const there = await bound(['rep', 'tcp://127.0.0.1:*', '--echo', '-n', '2']);
    // In turn: half of them for the peer that is not there.
    const line = ['dealer', 'tcp://127.0.0.1:9', there.endpoint, '-n', '2', '-l', '50ms', '--delimiter', ','];
    const dealer = await zmq(line, { stdin: ',1\n,2\n,3\n,4\n' });
    expect(dealer).toMatchObject({ code: 3, stderr: expect.stringContaining('not handed over in time') });
    await there.outcome;
  });

  it('that answers, too, is the same', async () => {
    const REQUESTS = 30;
    const rep = await bound(['rep', 'tcp://127.0.0.1:*', '--echo', '-n', `${REQUESTS}`, '-l', '50ms', '-o', 'none']);
    // It takes one reply, and leaves the others to the other side.
    const busy = new ZMQDealer(rep.endpoint, { receiveHighWaterMark: 1 });
    onTestFinished(() => busy.close({ linger: 0 }));
    const body = Buffer.alloc(2 ** 20);
    for (let n = 0; n < REQUESTS; n++) await busy.send(['', body]);
    expect(await rep.outcome).toMatchObject({ code: 3, stderr: expect.stringContaining('not handed over in time') });
  });
});

describe('XG-05 the endpoint that is bound', () => {
  it('is on stderr resolved, in JSON an event, alone on stdout, and in a file', async () => {
    const json = begin(['pull', 'tcp://127.0.0.1:*', '--json', '--print-endpoint', '-t', '100ms']);
    const { stdout, stderr } = await json.outcome;
    expect(JSON.parse(stderr.split('\n')[0] ?? '')).toEqual({ event: 'listening', endpoint: stdout.trim() });
    expect(stdout).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d+\n$/u);
  });
});

describe('XG-07 an endpoint that all can reach', () => {
  it('is a warning without security', async () => {
    const open = await zmq(['pull', 'tcp://*:*', '-t', '10ms']);
    expect(open.stderr).toMatch(/warning: tcp:\/\/\S+ takes connections from every network, without security/u);
    expect((await zmq(['pull', 'tcp://127.0.0.1:*', '-t', '10ms'])).stderr).not.toContain('warning');
  });
});

describe('XM-13 malformed endpoints', () => {
  it.each([
    ['tpc://127.0.0.1:5', 'Did you mean "tcp://"?'],
    ['tcp://h', 'the port is missing'],
    ['tcp://h:99999', 'above 65535'],
    ['tcp://[::1:5555', 'no closing bracket'],
    [`ipc://${'a'.repeat(109)}`, 'takes 109 bytes'],
  ])('%s ends with 2 and what is wrong', async (endpoint, text) => {
    const { code, stderr, stdout } = await zmq(['sub', endpoint]);
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringContaining(text)]);
  });
});

describe('XG-09 a flag that a type cannot use', () => {
  it('ends with 2, and says which types can', async () => {
    expect(await zmq(['push', 'tcp://127.0.0.1:5', '--subscribe', 'a'])).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^error: zmq push cannot use --subscribe: it is a flag of sub, xsub/u),
    });
    expect((await zmq(['pub', 'tcp://127.0.0.1:5', '--mandatory'])).stderr).toMatch(/it is a flag of router/u);
  });
});
