import type { Message } from '@zeromq-ts/core';
import { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQReply } from '@zeromq-ts/reqrep';
import { afterEach, describe, expect, it } from 'vitest';
import { ANYWHERE, Opened } from '../proxy/setup.js';
import { begin, bound, type Running, zmq } from './in-process.js';

const opened = new Opened();
const running: Running[] = [];

afterEach(async () => {
  for (const { interrupt } of running) interrupt();
  await Promise.all(running.splice(0).map(({ outcome }) => outcome));
  await opened.close();
});

/** A ROUTER, and the requests that it has received. */
async function server(): Promise<{
  readonly endpoint: string;
  readonly router: ZMQRouter;
  /** The next requests, as many as this. */
  readonly take: (count: number) => Promise<Message[]>;
  /** Sends a reply: the envelope of a request, and text. */
  readonly reply: (request: Message | undefined, text: string) => Promise<unknown>;
}> {
  const router = opened.add(new ZMQRouter());
  const endpoint = await router.bind(ANYWHERE);
  return {
    endpoint,
    router,
    take: async (count) => {
      const taken: Message[] = [];
      while (taken.length < count) taken.push(await router.receive());
      return taken;
    },
    reply: (request, text) => router.send([...(request ?? [])].slice(0, 3).concat(Buffer.from(text))),
  };
}

function ask(endpoint: string, ...flags: string[]): Running {
  const asking = begin(['req', endpoint, ...flags]);
  running.push(asking);
  return asking;
}

describe('XP-10 req --parallel', () => {
  it('has as many requests under way as it says, over one connection, and prints replies in the order of requests', async () => {
    const { endpoint, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '3');
    asking.stdin.end('1\n2\n3\n4\n5\n');
    const [one, two, three] = await take(3);
    expect([one, two, three].map((request) => `${request?.frame(3)}`)).toEqual(['1', '2', '3']);
    expect(new Set([one, two, three].map((request) => `${request?.routingId}`)).size).toBe(1);
    await reply(three, 'third');
    await reply(two, 'second');
    await reply(one, 'first');
    const [four, five] = await take(2);
    await reply(five, 'fifth');
    await reply(four, 'fourth');
    expect(await asking.outcome).toMatchObject({ code: 0, stdout: 'first\nsecond\nthird\nfourth\nfifth\n' });
  });

  it('never has more under way, whatever the order of the replies', async () => {
    const { endpoint, router, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '4', '-o', 'none', '--stats');
    const ROUNDS = 100;
    asking.stdin.end('x\n'.repeat(4 * ROUNDS));
    for (let round = 0; round < ROUNDS; round++) {
      const requests = await take(4);
      expect(router.tryReceive()).toBeUndefined();
      // The oldest is the last one: until then, no request follows.
      for (const request of requests.toReversed()) {
        expect(router.tryReceive()).toBeUndefined();
        await reply(request, 'y');
      }
    }
    expect(await asking.outcome).toMatchObject({ code: 0, stderr: expect.stringContaining('received 400 ') });
  });

  it('--unordered prints them as they come', async () => {
    const { endpoint, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '2', '--unordered');
    asking.stdin.end('1\n2\n3\n');
    const [one, two] = await take(2);
    await reply(two, 'second');
    // There is room for another one.
    const [three] = await take(1);
    await reply(three, 'third');
    await asking.said(/^second\nthird\n$/u, 'stdout');
    await reply(one, 'first');
    expect(await asking.outcome).toMatchObject({ code: 0, stdout: 'second\nthird\nfirst\n' });
  });

  it('takes no reply that belongs to no request', async () => {
    const { endpoint, router, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '2', '-v', 'question');
    const [request] = await take(1);
    const [peer = '', id = Buffer.alloc(0)] = request ?? [];
    const other = Buffer.from(id);
    other.writeUInt32BE((other.readUInt32BE() + 1) >>> 0);
    await router.send([peer, other, '', 'of another']);
    await router.send([peer, '', 'without an id']);
    await router.send([peer, id, 'without an empty frame', 'x']);
    await router.send([peer, id, '']);
    await reply(request, 'answer');
    await reply(request, 'once more');
    const { code, stdout, stderr } = await asking.outcome;
    expect([code, stdout]).toEqual([0, 'answer\n']);
    expect(stderr.match(/dropped 1: no request waits for this reply/gu)?.length).toBeGreaterThanOrEqual(4);
  });

  it('is answered by a REP, and by several in turn', async () => {
    const [first, second] = await Promise.all(
      ['first', 'second'].map(async (name) => {
        const reply = opened.add(new ZMQReply());
        const endpoint = await reply.bind(ANYWHERE);
        const answering = (async () => {
          for (let n = 0; n < 4; n++) await reply.send([name, (await reply.receive()).frame(0)]);
        })();
        return { endpoint, answering };
      }),
    );
    const line = ['req', first?.endpoint ?? '', second?.endpoint ?? '', '--parallel', '4', '--wait-for-turn'];
    const { code, stdout } = await zmq(line, { stdin: '1\n2\n3\n4\n5\n6\n7\n8\n' });
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((text) => text.split('\t')[1])).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(lines.filter((text) => text.startsWith('first'))).toHaveLength(4);
    await Promise.all([first?.answering, second?.answering]);
  });

  it('sends again what is not answered in time, and takes a late reply to an earlier attempt', async () => {
    const { endpoint, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '2', '-t', '200ms', '--retries', '1000', 'question');
    const [before, again] = await take(2);
    expect([...(again ?? [])]).toEqual([...(before ?? [])]);
    await reply(before, 'answer');
    expect(await asking.outcome).toMatchObject({ code: 0, stdout: 'answer\n' });
  });

  it('ends with 3 when one is not answered, and prints those before it alone', async () => {
    const { endpoint, take, reply } = await server();
    const asking = ask(endpoint, '--parallel', '3', '-t', '2s');
    asking.stdin.write('1\n2\n3\n');
    const [one, , three] = await take(3);
    await reply(one, 'first');
    await reply(three, 'third');
    // stdin is still open: it does not wait for it.
    expect(await asking.outcome).toMatchObject({
      code: 3,
      stdout: 'first\n',
      stderr: expect.stringContaining('has not replied in 2000 ms'),
    });
  });

  it('ends with 4 when no peer is there, and with 130 when it is interrupted', async () => {
    const none = await zmq(['req', 'tcp://127.0.0.1:9', 'hello', '--parallel', '2', '-t', '100ms']);
    expect(none).toMatchObject({ code: 4, stderr: expect.stringContaining('No peer was there in 100 ms') });
    const { endpoint, take } = await server();
    const asking = ask(endpoint, '--parallel', '2', 'hello');
    await take(1);
    asking.interrupt();
    expect((await asking.outcome).code).toBe(130);
  });
});

describe('XP-10 req --replies', () => {
  it('waits for as many to each request, and prints them in the order of the requests', async () => {
    const { endpoint, take, reply } = await server();
    const asking = ask(endpoint, '--replies', '2', '--parallel', '2');
    asking.stdin.end('1\n2\n');
    const [one, two] = await take(2);
    for (const [request, text] of [
      [two, '2a'],
      [one, '1a'],
      [two, '2b'],
      [one, '1b'],
    ] as const) {
      await reply(request, text);
    }
    expect(await asking.outcome).toMatchObject({ code: 0, stdout: '1a\n1b\n2a\n2b\n' });
  });

  it('ends with 3 and how many have come, and does not ask again for the others', async () => {
    const { endpoint, router, take, reply } = await server();
    const asking = ask(endpoint, '--replies', '3', '-t', '2s', '--retries', '5', 'question');
    const [request] = await take(1);
    await reply(request, 'a');
    await reply(request, 'b');
    const { code, stdout, stderr } = await asking.outcome;
    expect([code, stdout]).toEqual([3, 'a\nb\n']);
    expect(stderr).toContain('2 of 3 replies have come, and the next one has not in 2000 ms');
    expect(router.tryReceive()).toBeUndefined();
  });
});

describe('rep --reply', () => {
  it('gives the frames of each reply, in hexadecimal digits with --hex', async () => {
    const rep = await bound(['rep', ANYWHERE, '--reply', 'a', '--reply', '', '-n', '1']);
    expect((await zmq(['req', rep.endpoint, 'question'])).stdout).toBe('a\t\n');
    expect(await rep.outcome).toMatchObject({ code: 0, stdout: 'question\n' });
    const hex = await bound(['rep', ANYWHERE, '--hex', '--reply=00ff', '-n', '1']);
    expect((await zmq(['req', hex.endpoint, 'question'])).stdout).toBe('\\x00\\xff\n');
    expect((await hex.outcome).code).toBe(0);
  });

  it.each([
    [['--reply', 'a', 'b'], 'choose one'],
    [['--reply', 'a', '--echo'], 'choose one'],
    [['--reply', 'a', '--exec', 'true'], 'choose one'],
    [['--hex', '--reply', 'x'], 'hexadecimal'],
  ])('%j ends with 2', async (flags, text) => {
    const { code, stderr } = await zmq(['rep', ANYWHERE, '-t', '10s', ...flags]);
    expect([code, stderr]).toEqual([2, expect.stringContaining(text)]);
  });
});

/** A broker of RFC 7 with the service `echo`, as clients see it; `odd` breaks the protocol. */
async function broker(): Promise<string> {
  const { endpoint, router } = await server();
  void (async () => {
    for await (const message of router) {
      const [id, empty, header, name, ...body] = [...message];
      if (id === undefined || empty?.length !== 0 || String(header && Buffer.from(header)) !== 'MDPC01') continue;
      const asked = String(Buffer.from(name ?? ''));
      const replies: Record<string, readonly (string | Uint8Array)[]> = {
        echo: ['MDPC01', 'echo', ...body],
        'mmi.service': ['MDPC01', 'mmi.service', String(Buffer.from(body[0] ?? '')) === 'echo' ? '200' : '404'],
        odd: ['hello'],
        other: ['MDPC01', 'echo', 'x'],
      };
      await router.send([id, '', ...(replies[asked] ?? [])]);
    }
  })();
  return endpoint;
}

describe('req --service', () => {
  it('asks a service of a Majordomo broker, and prints the body of its reply', async () => {
    const endpoint = await broker();
    expect(await zmq(['req', endpoint, '--service', 'echo', 'a', 'b'])).toMatchObject({ code: 0, stdout: 'a\tb\n' });
    const lines = await zmq(['req', endpoint, '--service', 'echo', '--json'], { stdin: 'one\ntwo\n' });
    expect(lines.stdout.trimEnd().split('\n')).toEqual([
      expect.stringContaining('"frames":["one"]'),
      expect.stringContaining('"frames":["two"]'),
    ]);
  });

  it('ends with 7 when the broker itself answers with an error, and prints the answer', async () => {
    const endpoint = await broker();
    const known = await zmq(['req', endpoint, '--service', 'mmi.service', 'echo']);
    expect([known.code, known.stdout]).toEqual([0, '200\n']);
    const unknown = await zmq(['req', endpoint, '--service', 'mmi.service', 'nothing']);
    expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([
      7,
      '404\n',
      expect.stringContaining('error: The broker has answered with 404, no such service.'),
    ]);
    // What a service answers is its own affair.
    expect(await zmq(['req', endpoint, '--service', 'echo', '404'])).toMatchObject({ code: 0, stdout: '404\n' });
  });

  it('ends with 6 for what is no reply of this service, and with 2 with flags that need an id', async () => {
    const endpoint = await broker();
    expect(await zmq(['req', endpoint, '--service', 'odd', 'a'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('does not begin with MDPC01'),
    });
    expect(await zmq(['req', endpoint, '--service', 'other', 'a'])).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('is of the service "echo"'),
    });
    for (const flags of [
      ['--parallel', '2'],
      ['--replies', '2'],
      ['--service', ''],
    ]) {
      expect((await zmq(['req', endpoint, 'a', '--service', 'echo', ...flags])).code).toBe(2);
    }
  });
});
