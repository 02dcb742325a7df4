import { expect, it } from 'vitest';
import 'zeromq-ts';
import { registeredTypes } from '../../packages/core/src/pattern/registered-types.js';
import { SOCKET_OPTIONS } from '../../packages/core/src/options/socket-options.js';
import { COMMANDS } from '../../packages/cli/src/commands/index.js';
import { socketOptionFlags } from '../../packages/cli/src/flags/socket-options.js';
import { DEFAULT_ACTION, type SocketType } from '../../packages/cli/src/sockets/socket-type.js';
import { TCP_OPTIONS } from '../../packages/transports/src/tcp/tcp-options.js';
import { zmq } from './in-process.js';

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
