import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { expect } from 'vitest';
import type { Scope } from '../scope.js';
import type { Suite } from '../suite.js';
import { expectRefusal, nextEvent, receiveTexts } from '../waiting.js';

/** `bindSync`. */
export function bindingAtOnce(suite: Suite): void {
  suite.over('tcp', 'a tcp port is bound when bindSync returns', async (scope) => {
    expect(await bindAtOnce(scope, 'tcp://127.0.0.1:*')).toMatch(/^tcp:\/\/127\.0\.0\.1:\d{2,5}$/);
  });

  suite.over('inproc', 'an inproc name is bound when bindSync returns', async (scope) => {
    const endpoint = await scope.endpoint();
    expect(await bindAtOnce(scope, endpoint)).toBe(endpoint);
  });

  suite.over('tcp', 'bindSync takes the first free port of a range', async (scope) => {
    const [first, second] = [scope.binding('PULL'), scope.binding('PULL')];
    const port = Number(/\d+$/.exec(first.bindSync('tcp://127.0.0.1:*'))?.[0]);
    // Of the two ports behind it, one is free, unless another process has taken it meanwhile.
    const bound = second.bindSync(`tcp://127.0.0.1:*[${port}-${port + 2}]`);
    expect(bound).not.toBe(first.endpoint);
    await expectRefusal(() => second.bindSync(`tcp://127.0.0.1:*[${port}-${port}]`), 'EADDRINUSE', /every port/);
  });

  suite.over('tcp', 'bindSync refuses what it cannot do before it returns, and malformed endpoints', async (scope) => {
    const pull = scope.binding('PULL');
    await expectRefusal(() => pull.bindSync('tcp://localhost:*'), 'ENOTSUP', /use bind\(\)/);
    await expectRefusal(() => pull.bindSync('tcp://127.0.0.1'), 'EINVAL');
    await expectRefusal(() => pull.bindSync('tcp://192.0.2.1:*'), 'EADDRNOTAVAIL');
    await expectRefusal(() => pull.bindSync('nothing://x'), 'EPROTONOSUPPORT');
    expect(pull.endpoint).toBeNull();
    await pull.close();
    await expectRefusal(() => pull.bindSync('tcp://127.0.0.1:*'), 'ENOTSOCK');
  });

  suite.over('ipc', 'an ipc path is bound when bindSync returns', async (scope) => {
    const endpoint = await scope.endpoint();
    expect(await bindAtOnce(scope, endpoint)).toBe(endpoint);
    const pull = scope.binding('PULL');
    const free = pull.bindSync('ipc://*');
    expect(free).toMatch(/^ipc:\/\/\//);
    await scope.connecting('PUSH', {}, free).send('y');
    expect(await receiveTexts(pull)).toEqual(['y']);
  });

  suite.over('ipc', 'bindSync leaves a socket at the path to bind, and refuses what is not a socket', async (scope) => {
    const endpoint = await scope.endpoint();
    const path = endpoint.slice('ipc://'.length);
    const owner = net.createServer();
    scope.defer(() => owner.close());
    owner.listen(path);
    await once(owner, 'listening');
    const pull = scope.binding('PULL');
    await expectRefusal(() => pull.bindSync(endpoint), 'ENOTSUP', /use bind\(\)/);
    await expectRefusal(pull.bind(endpoint), 'EADDRINUSE');
    const file = `${path}-file`;
    writeFileSync(file, '');
    scope.defer(() => rmSync(file));
    await expectRefusal(() => pull.bindSync(`ipc://${file}`), 'EADDRINUSE', /not a socket/);
    await expectRefusal(() => pull.bindSync(`ipc://${path}-missing/socket`), 'ENOENT');
    expect(pull.endpoint).toBeNull();
  });
}

/** Binds, refuses to bind again, is connected to, and gives the endpoint free. @returns the endpoint. */
async function bindAtOnce(scope: Scope, asked: string): Promise<string> {
  const pull = scope.binding('PULL');
  const listening = nextEvent(pull, 'listening');
  const endpoint = pull.bindSync(asked);
  expect(pull.endpoint).toBe(endpoint);
  const other = scope.binding('PULL');
  const failed = nextEvent(other, 'bind-failed');
  await expectRefusal(() => other.bindSync(endpoint), 'EADDRINUSE');
  await expectRefusal(other.bind(endpoint), 'EADDRINUSE');
  expect((await failed).error).toMatchObject({ code: 'EADDRINUSE' });
  expect((await listening).endpoint).toBe(endpoint);
  const push = scope.connecting('PUSH', {}, endpoint);
  await push.send('x');
  expect(await receiveTexts(pull)).toEqual(['x']);
  await pull.unbind(endpoint);
  expect(other.bindSync(endpoint)).toBe(endpoint);
  return endpoint;
}
