import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@zeromq-ts/testing/conformance';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pair, socket } from './test-socket.js';

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), 'zeromq-ts-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

describe('binding on libzmq', () => {
  it('resolves to the real endpoint', async () => {
    expect(await socket('PULL').bind('tcp://*:*')).toMatch(/^tcp:\/\/0\.0\.0\.0:\d+$/);
    expect(await socket('PULL').bind('tcp://127.0.0.1:0')).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    expect(await socket('PULL').bind('inproc://real')).toBe('inproc://real');
  });

  it('binds to a host name and to a network interface', async () => {
    expect(await socket('PULL').bind('tcp://localhost:*')).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
    const loopback = Object.entries(networkInterfaces()).find(([, all]) => all?.some(({ internal }) => internal))?.[0];
    expect(await socket('PULL').bind(`tcp://${loopback}:*`)).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  });

  it('does not disturb what goes on meanwhile', async () => {
    const [pull, push] = await pair('PULL', 'PUSH');
    const receive = pull.text();
    const binding = pull.bind('tcp://127.0.0.1:*');
    await push.send('no EBUSY');
    expect(await receive).toBe('no EBUSY');
    await binding;
  });

  it('binds and connects to IPv6 addresses without the option ipv6', async () => {
    const pull = socket('PULL');
    await pull.bind('tcp://127.0.0.1:*');
    const endpoint = await pull.bind('tcp://[::1]:*');
    expect(endpoint).toMatch(/^tcp:\/\/\[::1\]:\d+$/);
    const push = socket('PUSH');
    push.connect(endpoint);
    await push.send('six');
    expect(await pull.text()).toBe('six');
    expect(await pull.bind('tcp://*:*')).toMatch(/^tcp:\/\/0\.0\.0\.0:/);
  });

  it.each([
    ['tcp://no-such-interface.invalid:*', 'ENODEV'],
    ['tcp://192.0.2.1:*', 'EADDRNOTAVAIL'],
    ['ipc:///no/such/directory/socket', 'ENOENT'],
    [`ipc:///tmp/${'x'.repeat(200)}`, 'ENAMETOOLONG'],
  ])('says why %s cannot be bound', async (endpoint, code) => {
    const pull = socket('PULL');
    await expect(pull.bind(endpoint)).rejects.toMatchObject({ name: 'ZMQError', code, endpoint });
    await pull.bind('tcp://127.0.0.1:*');
  });

  it('says who has a tcp port or an inproc name already', async () => {
    const endpoint = await socket('PULL').bind('tcp://127.0.0.1:*');
    await expect(socket('PULL').bind(endpoint)).rejects.toMatchObject({ code: 'EADDRINUSE', endpoint });
    await socket('PULL').bind('inproc://taken');
    await expect(socket('PULL').bind('inproc://taken')).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('gives up the port when it is unbound', async () => {
    const pull = socket('PULL');
    const endpoint = await pull.bind(`tcp://127.0.0.1:${await freePort()}`);
    await pull.unbind(endpoint);
    const other = socket('PULL');
    await expect.poll(() => other.bind(endpoint).catch(() => undefined)).toBe(endpoint);
  });

  it('does not take an ipc path from a socket that is bound to it', async () => {
    const endpoint = `ipc://${join(directory(), 'live')}`;
    const [pull, push] = await pair('PULL', 'PUSH', endpoint);
    await expect(socket('PULL').bind(endpoint)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await push.send('mine');
    expect(await pull.text()).toBe('mine');
  });

  it('lets one of two binds to an ipc path at the same time have it', async () => {
    const endpoint = `ipc://${join(directory(), 'race')}`;
    const results = await Promise.allSettled([socket('PULL').bind(endpoint), socket('PULL').bind(endpoint)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('does not remove a file that is no socket', async () => {
    const path = join(directory(), 'letter');
    writeFileSync(path, 'dear reader');
    await expect(socket('PULL').bind(`ipc://${path}`)).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect(readFileSync(path, 'utf8')).toBe('dear reader');
  });

  it('removes the file of an ipc endpoint that is unbound or closed', async () => {
    const folder = directory();
    const pull = socket('PULL');
    await pull.bind(`ipc://${join(folder, 'a')}`);
    await pull.bind(`ipc://${join(folder, 'b')}`);
    await pull.unbind(`ipc://${join(folder, 'a')}`);
    expect([existsSync(join(folder, 'a')), existsSync(join(folder, 'b'))]).toEqual([false, true]);
    await pull.close();
    expect(existsSync(join(folder, 'b'))).toBe(false);
    await socket('PULL').bind(`ipc://${join(folder, 'b')}`);
  });

  it('binds ipc://* in the directory for temporary files', async () => {
    const endpoint = await socket('PULL').bind('ipc://*');
    expect(endpoint.startsWith(`ipc://${tmpdir()}`)).toBe(true);
  });

  it.runIf(process.platform === 'linux')('binds names of the abstract namespace', async () => {
    const name = `ipc://@zeromq-ts-test-${process.pid}`;
    const [pull, push] = await pair('PULL', 'PUSH', name);
    await push.send('abstract');
    expect(await pull.text()).toBe('abstract');
    await expect(socket('PULL').bind(name)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
