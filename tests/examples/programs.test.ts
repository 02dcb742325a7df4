import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RpcClient, service } from '@zeromq-ts/rpc';
import { describe, expect, onTestFinished, test } from 'vitest';
import { ENGINES } from './engines.js';
import { ExampleProgram as Program } from './example-program.js';

/* The programs that stand on the pattern packages. */

const FREE = 'tcp://127.0.0.1:*';

/** Expects a program to end by itself, without an error. */
async function finish(program: Program): Promise<void> {
  expect({ ended: await program.ended, complaints: program.complaints }).toEqual({ ended: 0, complaints: '' });
}

/** Ends a program, and expects it to end in peace. */
async function stop(program: Program, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  program.signal(signal);
  await finish(program);
}

describe.each(ENGINES)('on the engine %s', (engine) => {
  /** A program on this engine. */
  class ExampleProgram extends Program {
    constructor(path: string, args: readonly string[] = []) {
      super(path, args, { ZMQ_ENGINE: engine });
    }
  }

  test('job queue: every file has its result, though a worker is killed; SIGTERM ends a worker after its job', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'job-queue-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const files = Array.from({ length: 500 }, (_, index) => join(folder, `${index}`));
    for (const file of files) await writeFile(file, `content of ${file}`);
    const missing = join(folder, 'missing');

    const queue = new ExampleProgram('job-queue/queue', [FREE, ...files, missing]);
    const endpoint = await queue.endpoint(/^Workers connect to/);
    const [killed, other] = [1, 2].map(() => new ExampleProgram('job-queue/worker', [endpoint])) as [Program, Program];
    await queue.line(/: [0-9a-f]{64}$/);
    killed.signal('SIGKILL');
    await finish(queue);
    const hash = (file: string): string => createHash('sha256').update(`content of ${file}`).digest('hex');
    const results = queue.lines.slice(1).filter((line) => !line.startsWith(missing));
    expect(results.toSorted()).toEqual(files.map((file) => `${file}: ${hash(file)}`).toSorted());
    expect(queue.lines.find((line) => line.startsWith(missing))).toContain('ENOENT');
    await stop(other);
  });

  test('job queue: SIGINT ends a queue without workers', async () => {
    const queue = new ExampleProgram('job-queue/queue', [FREE, 'README.md']);
    await queue.endpoint(/^Workers connect to/);
    await stop(queue, 'SIGINT');
    expect(queue.lines.at(-1)).toBe('README.md: The job was given up.');
  });

  test('market feed: a subscriber shows the prices of its symbols and of no others, also through the forwarder', async () => {
    const forwarder = new ExampleProgram('forwarder/forwarder', [FREE, FREE]);
    const match = await forwarder.line(/^Publishers at (\S+), subscribers at (\S+)$/);
    const [, forPublishers = '', forSubscribers = ''] = match;
    const publisher = new ExampleProgram('market-feed/publisher', [FREE]);
    const forwarded = new ExampleProgram('market-feed/publisher', [`>${forPublishers}`]);
    const feeds = [await publisher.endpoint(/^Publishing/), forSubscribers].map(
      (endpoint) => new ExampleProgram('market-feed/subscriber', [endpoint, 'ACME']),
    );
    for (const feed of feeds) {
      await expect.poll(() => feed.lines.length, { timeout: 10_000 }).toBeGreaterThan(3);
      expect(feed.lines.filter((line) => !/^ACME \d+\.\d\d$/.test(line))).toEqual([]);
      await stop(feed);
    }
    for (const program of [publisher, forwarded, forwarder]) await stop(program);
  });

  test('rpc: calls, a stream and an error; a server that is killed is replaced by another one', async () => {
    const servers = [1, 2].map(() => new ExampleProgram('rpc/server', [FREE]));
    const endpoints = await Promise.all(servers.map((server) => server.endpoint(/^Serving/)));
    const expected = ['[ 2, 0.25 ]', '2', '3', '5', '7', '11', 'DIVISION_BY_ZERO'];
    const both = new ExampleProgram('rpc/client', endpoints);
    await finish(both);
    expect(both.lines).toEqual(expected);
    servers[0]?.signal('SIGKILL');
    await servers[0]?.ended;
    const client = new ExampleProgram('rpc/client', endpoints);
    await finish(client);
    expect(client.lines).toEqual(expected);
    await stop(servers[1] as Program);
  });

  test('secured service: it knows who calls, and a stranger is not let in', async () => {
    const program = new ExampleProgram('secured-service/main');
    await finish(program);
    expect(program.lines).toEqual(['ada has 42', 'mallory: UNAVAILABLE']);
  });

  test('chat: all hear what is said, who comes, who leaves and who is killed', async () => {
    const server = new ExampleProgram('chat/server', [FREE]);
    const endpoint = await server.endpoint(/^Serving/);
    const ada = new ExampleProgram('chat/client', ['ada', endpoint]);
    await ada.line(/^ada has come; present: ada$/);
    const grace = new ExampleProgram('chat/client', ['grace', endpoint]);
    for (const each of [ada, grace]) await each.line(/^grace has come; present: ada, grace$/);
    grace.type('hello');
    await ada.line(/^grace: hello$/);
    await stop(grace, 'SIGINT');
    await ada.line(/^grace has left$/);
    const lost = new ExampleProgram('chat/client', ['lost', endpoint]);
    await lost.line(/^lost has come; present: ada, lost$/);
    lost.signal('SIGKILL');
    await ada.line(/^lost has left$/);
    await stop(server);
    expect(await ada.ended).toBe(0);
    expect(ada.lines.at(-1)).toBe('The chat is over.');
  });

  test('chat: who is a thousand lines behind has to leave', async () => {
    const server = new ExampleProgram('chat/server', [FREE]);
    const endpoint = await server.endpoint(/^Serving/);
    const ada = new ExampleProgram('chat/client', ['ada', endpoint]);
    await ada.line(/^ada has come/);
    const chat = service({ say: {}, listen: { stream: true } });
    await using client = new RpcClient(chat, endpoint, { socket: { engine } });
    const lines = client.call.listen('slow');
    await lines.next();
    // What the client, and both sides of the stream at the server, hold.
    for (let first = 0; first < 3500; first += 500) {
      await Promise.all(Array.from({ length: 500 }, (_, index) => client.call.say(`${first + index}`)));
      await ada.line(new RegExp(`^${first + 499}$`));
    }
    await ada.line(/^slow has left$/);
    const rest = async () => {
      for await (const line of lines) expect(line).toMatch(/^\d+$/);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'RESOURCE_EXHAUSTED' });
    await stop(server);
  });

  test('health monitor: agents are up when they report, and down when they are killed', async () => {
    const monitor = new ExampleProgram('health-monitor/monitor', [FREE]);
    const endpoint = await monitor.endpoint(/^Monitoring/);
    const web = new ExampleProgram('health-monitor/agent', ['web', endpoint]);
    const database = new ExampleProgram('health-monitor/agent', ['database', endpoint]);
    await monitor.line(/^web is up, load [\d.]+$/);
    await monitor.line(/^database is up/);
    web.signal('SIGKILL');
    await monitor.line(/^web is down$/);
    await stop(database);
    await monitor.line(/^database is down$/);
    await stop(monitor);
  });

  test('testing: its tests pass', async () => {
    const program = new ExampleProgram('testing/main');
    await finish(program);
    expect(program.output).toContain('pass 2');
  });
});
