// @module-tag built
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from '@zeromq-ts/cli';
import { ZMQPush } from '@zeromq-ts/pushpull';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { Certificate } from '@zeromq-ts/security';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { jsonEvent, textLine } from '../../packages/cli/src/monitor/event-line.js';
import { assertBuilt } from '../../build/built-from.mjs';
import { zmq } from './in-process.js';
import { Said, SlowReader } from './streams.js';
import { start } from './program.js';

const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-monitor-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('zmq monitor', () => {
  it('prints the life of a connection as JSON, and ends after the number that was asked for', async () => {
    const reply = new ZMQReply();
    const endpoint = await reply.bind('tcp://127.0.0.1:*');
    const monitored = zmq([
      'monitor',
      'req',
      endpoint,
      '--json',
      '-n',
      '3',
      '-e',
      'connected',
      '-e',
      'handshake-succeeded',
      '-e',
      'disconnected',
      '-t',
      '10s',
      '-q',
    ]);
    await reply.connected();
    await reply.close();
    const { code, stdout, stderr } = await monitored;
    expect([code, stderr]).toEqual([0, '']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(events).toMatchObject([
      { event: 'connected', endpoint },
      { event: 'handshake-succeeded', endpoint, peer: { socketType: 'REP' } },
      { event: 'disconnected', endpoint },
    ]);
    expect(events[0]).toHaveProperty('t', expect.stringMatching(/^\d{4}-.*Z$/));
  });

  it('prints lines for a person, and those of zmonitor with --czmq', async () => {
    const reply = new ZMQReply();
    onTestFinished(() => reply.close());
    const endpoint = await reply.bind('tcp://127.0.0.1:*');
    const text = await zmq(['monitor', 'req', endpoint, '-n', '1', '-e', 'handshake-succeeded', '-t', '10s']);
    expect(text.stdout).toMatch(/^\d{4}-\S+Z handshake-succeeded tcp:\S+ \(tcp:\S+, REP\)\n$/);
    const czmq = await zmq(['monitor', 'req', endpoint, '-n', '2', '--czmq', '-t', '10s']);
    expect(czmq.stdout).toBe(`CONNECT_DELAYED\t0\t${endpoint}\nCONNECTED\t0\t${endpoint}\n`);
  });

  it('says why a handshake fails', async () => {
    const certificate = Certificate.generate();
    const reply = new ZMQReply(undefined, { ...certificate.server(), authenticate: () => true });
    onTestFinished(() => reply.close());
    const endpoint = await reply.bind('tcp://127.0.0.1:*');
    const { stdout } = await zmq([
      'monitor',
      'req',
      endpoint,
      '-n',
      '1',
      '-e',
      'handshake-failed',
      '--json',
      '-t',
      '10s',
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ event: 'handshake-failed', rule: 'ERR_ZMTP_MECHANISM_MISMATCH' });
  });

  it('binds as the type does, and sees peers that come', async () => {
    assertBuilt();
    const program = start(['monitor', 'rep', 'tcp://127.0.0.1:*']);
    const [, endpoint] = await program.said(/^bound (\S+)$/m);
    const request = new ZMQRequest(endpoint);
    onTestFinished(() => request.close({ linger: 0 }));
    await program.said(/handshake-succeeded .*REQ/, 'stdout');
    // Nothing keeps it alive but what it waits for.
    program.child.kill('SIGINT');
    expect(await program.ended).toEqual({ code: null, signal: 'SIGINT' });
    expect(program.stdout().toString()).toMatch(/^\S+ listening tcp:/);
  });

  it('leaves out and counts what a slow reader does not take, and goes on when it does', async () => {
    const [stdin, stderr] = [new PassThrough(), new PassThrough()];
    const interrupt = new AbortController();
    const reader = new SlowReader();
    const line = ['monitor', 'pull', 'tcp://127.0.0.1:*', '-e', 'accepted'];
    const ended = run(line, { stdin, stdout: reader, stderr, env: {}, signal: interrupt.signal });
    const said = new Said(stderr);
    const [, endpoint = ''] = await said.match(/bound (\S+)/u);
    const connect = async (): Promise<void> => {
      const push = new ZMQPush(endpoint);
      onTestFinished(() => push.close({ linger: 0 }));
      await push.connected();
    };
    await connect();
    await reader.blocked();
    for (let n = 0; n < 3; n++) await connect();
    reader.read();
    await said.match(/warning: 3 events were left out/u);
    await connect();
    await reader.blocked();
    reader.read();
    interrupt.abort();
    await ended;
    expect(reader.lines).toHaveLength(2);
  });

  it('goes on while there is no peer', async () => {
    const line = [
      'monitor',
      'sub',
      `ipc://${folder}/nobody`,
      '-n',
      '2',
      '-e',
      'connect-retried',
      '-t',
      '10s',
      '--json',
    ];
    const { code, stdout } = await zmq(line);
    expect(code).toBe(0);
    expect(stdout.match(/connect-retried/g)).toHaveLength(2);
  });

  it('ends with 3 when the time is over before the number is reached', async () => {
    const line = ['monitor', 'sub', `ipc://${folder}/nobody`, '-t', '50ms', '-n', '1', '-e', 'connected'];
    expect(await zmq(line)).toMatchObject({ code: 3, stdout: '' });
  });

  it('XM-13 says what is wrong with a type, an event or an endpoint', async () => {
    const refusal = async (...words: string[]): Promise<string> => {
      const { code, stderr } = await zmq(['monitor', ...words]);
      expect(code).toBe(2);
      return stderr;
    };
    expect(await refusal('stream', 'tcp://127.0.0.1:1')).toContain('the type of a socket first');
    expect(await refusal('constructor', 'tcp://127.0.0.1:1')).toContain('the type of a socket first');
    expect(await refusal('sub')).toContain('needs an endpoint');
    expect(await refusal('sub', '5555')).toContain('no endpoint');
    expect(await refusal('sub', 'inproc://a')).toContain('inproc');
    expect(await refusal('sub', 'tcp://127.0.0.1:1', '-e', 'conected')).toContain('There is no event "conected"');
    expect(await refusal('sub', 'tcp://h')).toContain('tcp://h');
  });

  it('XA-01 lets nothing of a peer reach the terminal unescaped', () => {
    const evil = '\x1b]0;owned\x07';
    const event = {
      endpoint: `tcp://${evil}`,
      reason: evil,
      error: new Error(evil),
      peer: { address: evil, userId: evil, routingId: Buffer.from(evil) },
    };
    const lines = [textLine('handshake-failed', event, new Date(0)), jsonEvent('handshake-failed', event, new Date(0))];
    // oxlint-disable-next-line no-control-regex -- control characters are what may not be there
    for (const line of lines) expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/u);
  });
});
