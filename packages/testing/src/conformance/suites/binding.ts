import { existsSync, mkdtempSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, platform, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { expect } from 'vitest';
import { freePort } from '../fresh-endpoint.js';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, expectRefusal, receiveTexts } from '../waiting.js';

const interfaces = networkInterfaces();
const hasIpv6 = Object.values(interfaces).some((addresses) => addresses?.some(({ address }) => address === '::1'));

/** Leaves the file of a Unix socket without a listener, as a process that was killed does. */
async function leaveSocketFile(path: string): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(`${path}.live`, resolve));
  // Node removes the file by the name that it was made with.
  renameSync(`${path}.live`, path);
  await new Promise((resolve) => server.close(resolve));
}

/** What bind accepts, what it resolves to, and when it refuses. */
export function binding(suite: Suite): void {
  const wildcards: readonly (readonly [endpoint: string, resolved: RegExp])[] = [
    ['tcp://127.0.0.1:*', /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/],
    ['tcp://127.0.0.1:0', /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/],
    ['tcp://*:*', /^tcp:\/\/0\.0\.0\.0:[1-9]\d*$/],
    ['tcp://127.0.0.1:!', /^tcp:\/\/127\.0\.0\.1:(49[2-9]\d\d|491[5-9]\d|5\d{4}|6\d{4})$/],
  ];
  for (const [endpoint, resolved] of wildcards) {
    suite.over('tcp', `B-032 ${endpoint} picks a free port, and bind resolves to it`, async (scope) => {
      const pull = scope.binding('PULL');
      const real = await pull.bind(endpoint);
      expect(real).toMatch(resolved);
      const push = scope.connecting('PUSH');
      push.connect(real.replace('0.0.0.0', '127.0.0.1'));
      await push.send('found');
      expect(await receiveTexts(pull)).toEqual(['found']);
    });
  }

  suite.over('tcp', 'a range *[a-b] takes its first free port, and is EADDRINUSE when all are taken', async (scope) => {
    const first = await freePort();
    const range = `tcp://127.0.0.1:*[${first}-${first + 1}]`;
    expect(await scope.binding('PULL').bind(range)).toBe(`tcp://127.0.0.1:${first}`);
    expect(await scope.binding('PULL').bind(range)).toBe(`tcp://127.0.0.1:${first + 1}`);
    await expectRefusal(scope.binding('PULL').bind(range), 'EADDRINUSE', /range/);
  });

  suite.over('tcp', 'a range ![a-b] takes a free port of the range', async (scope) => {
    const first = await freePort();
    const real = await scope.binding('PULL').bind(`tcp://127.0.0.1:![${first}-${first + 9}]`);
    const port = Number(real.slice(real.lastIndexOf(':') + 1));
    expect(port).toBeGreaterThanOrEqual(first);
    expect(port).toBeLessThanOrEqual(first + 9);
  });

  suite.over('tcp', 'B-039 a host name is resolved, to bind and to connect', async (scope) => {
    const port = await freePort();
    const pull = scope.binding('PULL');
    await pull.bind(`tcp://localhost:${port}`);
    const push = scope.connecting('PUSH');
    push.connect(`tcp://localhost:${port}`);
    await push.send('by name');
    expect(await receiveTexts(pull)).toEqual(['by name']);
  });

  if ('lo' in interfaces) {
    suite.over('tcp', 'B-040 an interface name is accepted in bind', async (scope) => {
      const pull = scope.binding('PULL');
      const real = await pull.bind('tcp://lo:*');
      expect(real).toMatch(/^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/);
      const push = scope.connecting('PUSH');
      push.connect(real);
      await push.send('by interface');
      expect(await receiveTexts(pull)).toEqual(['by interface']);
    });
  }

  if (hasIpv6) {
    suite.over('tcp', 'B-042 with ipv6, [::1] is bound and connected', async (scope) => {
      const pull = scope.binding('PULL', { ipv6: true });
      const real = await pull.bind('tcp://[::1]:*');
      expect(real).toMatch(/^tcp:\/\/\[::1\]:[1-9]\d*$/);
      const push = scope.connecting('PUSH', { ipv6: true });
      push.connect(real);
      await push.send('six');
      expect(await receiveTexts(pull)).toEqual(['six']);
    });

    suite.over('tcp', 'B-042 with ipv6, * is bound for both families', async (scope) => {
      const pull = scope.binding('PULL', { ipv6: true });
      const real = await pull.bind('tcp://*:*');
      expect(real).toMatch(/^tcp:\/\/\[::\]:[1-9]\d*$/);
      const port = real.slice(real.lastIndexOf(':') + 1);
      for (const host of ['127.0.0.1', '[::1]']) {
        const push = scope.connecting('PUSH', { ipv6: true });
        push.connect(`tcp://${host}:${port}`);
        await push.send(host);
        expect(await receiveTexts(pull)).toEqual([host]);
      }
    });
  }

  suite.overTransports('B-041 B-006 a second bind of the same endpoint is EADDRINUSE', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('PULL');
    await first.bind(endpoint);
    const error = await expectRefusal(scope.binding('PULL').bind(endpoint), 'EADDRINUSE');
    expect(error.endpoint).toBe(endpoint);
    const push = scope.connecting('PUSH');
    push.connect(endpoint);
    await push.send('still there');
    expect(await receiveTexts(first)).toEqual(['still there']);
  });

  suite.over('tcp', 'B-041 an address of another machine is EADDRNOTAVAIL', async (scope) => {
    await expectRefusal(scope.binding('PULL').bind('tcp://192.0.2.1:*'), 'EADDRNOTAVAIL');
  });

  suite.over('tcp', 'B-041 an interface that there is not is ENODEV', async (scope) => {
    await expectRefusal(scope.binding('PULL').bind('tcp://nosuchif0:*'), 'ENODEV');
  });

  suite.over('ipc', 'B-044 a path that is too long is ENAMETOOLONG', async (scope) => {
    await expectRefusal(scope.binding('PULL').bind(`ipc:///tmp/${'long'.repeat(40)}`), 'ENAMETOOLONG');
  });

  suite.over('ipc', 'B-045 ipc://* resolves to a path that is there until the socket closes', async (scope) => {
    const pull = scope.binding('PULL');
    const real = await pull.bind('ipc://*');
    const path = real.slice('ipc://'.length);
    expect(path).toMatch(/^\//);
    expect(existsSync(path)).toBe(true);
    const push = scope.connecting('PUSH');
    push.connect(real);
    await push.send('temporary');
    expect(await receiveTexts(pull)).toEqual(['temporary']);
    await pull.close();
    await eventually('the file is gone', () => !existsSync(path));
  });

  if (platform() === 'linux') {
    suite.over('ipc', 'B-046 ipc://@name is an abstract name, without a file', async (scope) => {
      const name = `conformance-${process.pid}-${await freePort()}`;
      const pull = scope.binding('PULL');
      expect(await pull.bind(`ipc://@${name}`)).toBe(`ipc://@${name}`);
      expect(existsSync(name) || existsSync(`@${name}`)).toBe(false);
      const push = scope.connecting('PUSH');
      push.connect(`ipc://@${name}`);
      await push.send('abstract');
      expect(await receiveTexts(pull)).toEqual(['abstract']);
    });
  }

  suite.over('ipc', 'a file that a dead process left behind does not keep the path from being bound', async (scope) => {
    const endpoint = await scope.endpoint();
    await leaveSocketFile(endpoint.slice('ipc://'.length));
    const pull = scope.binding('PULL');
    await pull.bind(endpoint);
    const push = scope.connecting('PUSH');
    push.connect(endpoint);
    await push.send('rebound');
    expect(await receiveTexts(pull)).toEqual(['rebound']);
  });

  suite.over('ipc', 'a file that is no socket is left alone: the bind is refused', async (scope) => {
    const endpoint = await scope.endpoint();
    const path = endpoint.slice('ipc://'.length);
    writeFileSync(path, 'precious');
    await expectRefusal(scope.binding('PULL').bind(endpoint), 'EADDRINUSE');
    expect(existsSync(path)).toBe(true);
  });

  for (const way of ['close', 'unbind'] as const) {
    suite.over('ipc', `${way} leaves alone the socket of another that has the path by now`, async (scope) => {
      const endpoint = await scope.endpoint();
      const path = endpoint.slice('ipc://'.length);
      const pull = scope.binding('PULL');
      await pull.bind(endpoint);
      unlinkSync(path);
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(path, resolve));
      if (way === 'close') await pull.close();
      else await pull.unbind(endpoint);
      expect(existsSync(path)).toBe(true);
      await expectRefusal(scope.binding('PULL').bind(endpoint), 'EADDRINUSE');
      await new Promise((resolve) => other.close(resolve));
      await scope.binding('PULL').bind(endpoint);
    });
  }

  suite.over(
    'ipc',
    'a relative path is given up where it was bound, whatever the working directory is by then',
    async (scope) => {
      const before = process.cwd();
      const path = (await scope.endpoint()).slice('ipc://'.length);
      const elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
      try {
        process.chdir(dirname(path));
        const name = basename(path);
        const pull = scope.binding('PULL');
        await pull.bind(`ipc://${name}`);
        process.chdir(elsewhere);
        const other = scope.binding('PULL');
        await other.bind(`ipc://${name}`);
        await pull.close();
        expect([existsSync(path), existsSync(join(elsewhere, name))]).toEqual([false, true]);
        process.chdir(before);
        await other.close();
        expect(existsSync(join(elsewhere, name))).toBe(false);
      } finally {
        process.chdir(before);
        rmSync(elsewhere, { recursive: true, force: true });
      }
    },
  );

  suite.overTransports('B-033 unbind takes the endpoint as given, and it is free for another socket', async (scope) => {
    const given = scope.transport === 'tcp' ? `tcp://*:${await freePort()}` : await scope.endpoint();
    const first = scope.binding('PULL');
    await first.bind(given);
    await first.unbind(given);
    await scope.binding('PULL').bind(given);
  });

  suite.overTransports('B-033 unbind takes the endpoint as resolved', async (scope) => {
    const first = scope.binding('PULL');
    const resolved = await first.bind(await scope.anyEndpoint());
    await first.unbind(resolved);
    await scope.binding('PULL').bind(resolved);
  });

  suite.overTransports('B-034 unbind lets go of the peers that came through the endpoint', async (scope) => {
    const push = scope.binding('PUSH');
    const pull = scope.connecting('PULL');
    const endpoint = await scope.join(push, pull);
    await push.unbind(endpoint);
    await eventually('the peer is gone', () => push.stats().peers === 0);
    await eventually('nobody takes a message', () => !push.trySend('to nobody'));
  });

  suite.overTransports('unbind leaves the other endpoints of the socket alone', async (scope) => {
    const pull = scope.binding('PULL');
    const kept = await pull.bind(await scope.endpoint());
    const given = await pull.bind(await scope.endpoint());
    const push = scope.connecting('PUSH');
    push.connect(kept);
    await push.connected({ timeout: EVENT_TIMEOUT_MS });
    await pull.unbind(given);
    await push.send('kept');
    expect(await receiveTexts(pull)).toEqual(['kept']);
  });

  suite.overTransports('B-035 unbind of what was never bound is ENOENT', async (scope) => {
    const pull = scope.binding('PULL');
    await expectRefusal(pull.unbind(await scope.endpoint()), 'ENOENT');
    const bound = await pull.bind(await scope.endpoint());
    const error = await expectRefusal(pull.unbind(await scope.endpoint()), 'ENOENT', /not bound/);
    expect(error.message).toContain(bound);
    await pull.unbind(bound);
    await expectRefusal(pull.unbind(bound), 'ENOENT');
  });

  suite.over('inproc', 'B-004 after unbind the name goes to another socket, for new connections', async (scope) => {
    const endpoint = await scope.endpoint();
    const first = scope.binding('PULL');
    await first.bind(endpoint);
    await first.unbind(endpoint);
    const second = scope.binding('PULL');
    await second.bind(endpoint);
    const push = scope.connecting('PUSH');
    push.connect(endpoint);
    await push.send('to the second');
    expect(await receiveTexts(second)).toEqual(['to the second']);
    expect(first.tryReceive()).toBeUndefined();
  });
}
