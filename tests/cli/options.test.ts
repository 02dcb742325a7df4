import { networkInterfaces } from 'node:os';
import { expect, it } from 'vitest';
import 'zeromq-ts';
import { registeredTypes } from '../../packages/core/src/pattern/registered-types.js';
import { SOCKET_OPTIONS } from '../../packages/core/src/options/socket-options.js';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { socketOptionFlags } from '../../packages/cli/src/flags/socket-options.js';
import { DEFAULT_ACTION, type SocketType } from '../../packages/cli/src/sockets/socket-type.js';
import { TCP_OPTIONS } from '../../packages/transports/src/tcp/tcp-options.js';
import { bound, zmq } from './in-process.js';

const TYPES = Object.keys(DEFAULT_ACTION) as SocketType[];

const kebab = (name: string): string => name.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`);

it.each(TYPES)('XG-08 %s has a flag for each of its options, and no other', (type) => {
  const own = registeredTypes().get(type)?.definition.options ?? {};
  const names = [...Object.keys(SOCKET_OPTIONS), ...Object.keys(TCP_OPTIONS), ...Object.keys(own)].map((name) =>
    kebab(name),
  );
  const flags = socketOptionFlags(type).map(({ name }) => name);
  expect(flags.toSorted()).toEqual([...names, 'engine', 'option'].toSorted());
});

it.each(TYPES)('XG-04 a bare endpoint of %s does what it does in the API', (type) => {
  expect(registeredTypes().get(type)?.definition.defaultAction).toBe(DEFAULT_ACTION[type]);
  expect(COMMANDS.some(({ definition }) => definition.name === type.toLowerCase())).toBe(true);
});

it('XG-08 -O sets an option by its name, and an unknown one ends with 2', async () => {
  expect((await zmq(['pull', 'tcp://127.0.0.1:*', '-t', '1', '-O', 'receiveHighWaterMark=5'])).code).toBe(3);
  expect(await zmq(['pull', 'tcp://127.0.0.1:*', '-t', '1', '-O', 'receiveHighWaterMarks=5'])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('receiveHighWaterMark'),
  });
  expect((await zmq(['pull', 'tcp://127.0.0.1:*', '-t', '1', '-O', 'nothing'])).code).toBe(2);
});

const left = process.env['WITHOUT_ZEROMQ'] !== undefined;
const why = left ? ' (skipped: it is left out, by WITHOUT_ZEROMQ)' : '';

it.skipIf(left).each(['tcp://127.0.0.1:*', 'ws://127.0.0.1:*/'])(
  `XG-13 --engine libzmq carries %s, without heartbeats that were not asked for${why}`,
  async (endpoint) => {
    const pull = await bound(['pull', endpoint, '--engine', 'libzmq', '-n', '1', '-t', '30s']);
    expect(await zmq(['push', pull.endpoint, '--engine', 'libzmq', 'hello'])).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await pull.outcome;
    // They would end the process when a queue is full, and cannot be used over ws.
    expect([code, stdout, stderr]).toEqual([0, 'hello\n', expect.not.stringContaining('warning')]);
    const asked = await zmq(['pull', endpoint, '-t', '1', '--heartbeat-interval', '5s'], {
      env: { ZMQ_ENGINE: 'libzmq' },
    });
    expect(asked.stderr).toMatch(/heartbeatInterval.*libzmq/u);
  },
);

const hasIPv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ address }) => address === '::1'),
);

it.skipIf(!hasIPv6)(`XG-13 --ipv6 binds to both families${hasIPv6 ? '' : ' (skipped: there is no ::1)'}`, async () => {
  const both = await bound(['pull', 'tcp://*:*', '--ipv6', '-n', '1', '-t', '30s']);
  const [, port = ''] = /^tcp:\/\/\[::\]:(\d+)$/u.exec(both.endpoint) ?? [];
  expect((await zmq(['push', `tcp://127.0.0.1:${port}`, 'over IPv4'])).code).toBe(0);
  expect(await both.outcome).toMatchObject({ code: 0, stdout: 'over IPv4\n' });
  const one = await bound(['pull', 'tcp://*:*', '-t', '10ms']);
  expect(one.endpoint).toMatch(/^tcp:\/\/0\.0\.0\.0:/u);
  await one.outcome;
});
