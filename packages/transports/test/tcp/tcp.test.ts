// @module-tag slow

import dns from 'node:dns';
import type { LookupAddress } from 'node:dns';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import os, { networkInterfaces, platform } from 'node:os';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { pairOver, Party } from '../stream/party.js';
import { RawListener } from '../stream/raw-peer.js';
import { DeafListener } from './deaf-listener.js';

const tcp = tcpTransport();

const interfaces = networkInterfaces();
const hasIpv6 = Object.values(interfaces).some((addresses) => addresses?.some(({ address }) => address === '::1'));

const portOf = (endpoint: string): string => endpoint.slice(endpoint.lastIndexOf(':') + 1);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

const linkLocal = Object.entries(interfaces).flatMap(([name, addresses = []]) =>
  addresses.flatMap((found) =>
    found.family === 'IPv6' && found.scopeid !== 0 ? [{ name, address: found.address, scopeid: found.scopeid }] : [],
  ),
)[0];

/** Has a host name resolve to these addresses, those of a family that is asked for, and tells what is asked. */
function resolving(name: string, ...addresses: readonly string[]): string[] {
  const asked: string[] = [];
  const real = dns.lookup.bind(dns);
  type Lookup = (
    host: string,
    options: { family?: number; all?: boolean },
    done: (error: Error | null, found: readonly LookupAddress[]) => void,
  ) => void;
  const lookup: Lookup = (host, options, done) => {
    if (host !== name) return (real as unknown as Lookup)(host, options, done);
    asked.push(`${options.family}`);
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    setImmediate(() =>
      done(
        null,
        found.filter(({ family }) => options.family === 0 || family === options.family),
      ),
    );
  };
  const spy = vi.spyOn(dns, 'lookup').mockImplementation(lookup as unknown as typeof dns.lookup);
  onTestFinished(() => spy.mockRestore());
  return asked;
}

describe('listening on tcp', () => {
  it.each([
    ['tcp://127.0.0.1:*', /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/],
    ['tcp://*:*', /^tcp:\/\/0\.0\.0\.0:[1-9]\d*$/],
    ['tcp://localhost:*', /^tcp:\/\/127\.0\.0\.1:[1-9]\d*$/],
  ])('%s has its real endpoint (B-032, B-039)', async (endpoint, real) => {
    expect(await new Party('PULL').listen(tcp, endpoint)).toMatch(real);
  });

  it('takes the port that is asked for', async () => {
    const port = await freePort();
    expect(await new Party('PULL').listen(tcp, `tcp://*:${port}`)).toBe(`tcp://0.0.0.0:${port}`);
  });

  it.runIf('lo' in interfaces)('takes the address of an interface (B-040)', async () => {
    expect(await new Party('PULL').listen(tcp, 'tcp://lo:*')).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  });

  it.runIf('lo' in interfaces && hasIpv6)('with ipv6, an interface means its IPv6 address, as on libzmq', async () => {
    const real = await new Party('PULL', { ipv6: true }).listen(tcp, 'tcp://lo:*');
    expect(real).toMatch(/^tcp:\/\/\[::1\]:\d+$/);
    const push = new Party('PUSH', { ipv6: true });
    push.dial(tcp, real);
    await push.upper();
  });

  it('with ipv6, an interface without an IPv6 address means its IPv4 address', async () => {
    const only = [{ address: '127.0.0.1', netmask: '255.0.0.0', family: 'IPv4', mac: '', internal: true, cidr: null }];
    const spy = vi.spyOn(os, 'networkInterfaces').mockReturnValue({ four0: only as os.NetworkInterfaceInfo[] });
    onTestFinished(() => spy.mockRestore());
    const real = await new Party('PULL', { ipv6: true }).listen(tcp, 'tcp://four0:*');
    expect(real).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
  });

  it.runIf(linkLocal !== undefined)('takes a link-local address whose zone is a name or a number', async () => {
    const { name, address, scopeid } = linkLocal as NonNullable<typeof linkLocal>;
    for (const zone of [name, scopeid]) {
      const real = await new Party('PULL', { ipv6: true }).listen(tcp, `tcp://[${address}%${zone}]:*`);
      expect(real.replace(/\d+$/, '')).toBe(`tcp://[${address}%${name}]:`);
      for (const other of [name, scopeid]) {
        const push = new Party('PUSH', { ipv6: true });
        push.dial(tcp, `tcp://[${address}%${other}]:${portOf(real)}`);
        await push.upper();
      }
    }
  });

  it.each(['nosuchif0', '999999'])('is ENODEV for a zone that there is not: %s', async (zone) => {
    const endpoint = `tcp://[fe80::1%${zone}]:5`;
    await expect(new Party('PULL').listen(tcp, endpoint)).rejects.toMatchObject({ code: 'ENODEV', endpoint });
    const push = new Party('PUSH');
    push.dial(tcp, endpoint);
    expect((await push.failure()).error).toMatchObject({
      code: 'ENODEV',
      message: expect.stringContaining(`"${zone}"`),
    });
  });

  it.runIf(hasIpv6)('with ipv6, * is both families, and peers are shown with their own (B-042)', async () => {
    const party = new Party('PULL', { ipv6: true });
    const real = await party.listen(tcp, 'tcp://*:*');
    expect(real).toMatch(/^tcp:\/\/\[::\]:\d+$/);
    for (const [index, host] of ['127.0.0.1', '[::1]'].entries()) {
      const push = new Party('PUSH');
      push.dial(tcp, `tcp://${host}:${portOf(real)}`);
      await push.upper();
      const { link } = await party.upper(index);
      expect(link.peer.address?.replace(/\d+$/, '')).toBe(`tcp://${host}:`);
    }
  });

  it.runIf(hasIpv6)('takes an IPv6 address also without ipv6, as libzmq does', async () => {
    expect(await new Party('PULL').listen(tcp, 'tcp://[::1]:*')).toMatch(/^tcp:\/\/\[::1\]:\d+$/);
  });

  it('is EADDRINUSE when the port is taken (B-041)', async () => {
    const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    await expect(new Party('PULL').listen(tcp, real)).rejects.toMatchObject({
      name: 'ZMQError',
      code: 'EADDRINUSE',
      endpoint: real,
    });
  });

  it('is EADDRNOTAVAIL for an address of another machine (B-041)', async () => {
    await expect(new Party('PULL').listen(tcp, 'tcp://192.0.2.1:*')).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  });

  it('is ENODEV for what is neither an interface nor a host (B-041)', async () => {
    await expect(new Party('PULL').listen(tcp, 'tcp://nosuchif0:*')).rejects.toMatchObject({ code: 'ENODEV' });
  });
});

describe('an attempt over tcp', () => {
  it('has failed when nobody listens, and can be made again (E-10)', async () => {
    const endpoint = `tcp://127.0.0.1:${await freePort()}`;
    const push = new Party('PUSH');
    push.dial(tcp, endpoint);
    expect(push.failures).toEqual([]);
    const { error, kind, opened, peer } = await push.failure();
    expect(error).toMatchObject({ name: 'ZMQError', code: 'ECONNREFUSED', endpoint });
    expect(error.message).toContain(endpoint);
    expect([kind, opened, peer]).toEqual(['unreachable', false, {}]);
    await new Party('PULL').listen(tcp, endpoint);
    push.dial(tcp, endpoint);
    await push.upper();
    expect(push.failures).toHaveLength(1);
  });

  it('resolves the host name each time (B-039)', async () => {
    const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    const push = new Party('PUSH');
    push.dial(tcp, `tcp://localhost:${portOf(real)}`);
    expect((await push.upper()).link.peer.address).toBe(real);
  });

  for (const ipv6 of [false, true]) {
    it(`tries all addresses of a host in turn, with ipv6 ${ipv6}`, async () => {
      const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
      const addresses = ['::1', '127.0.0.8', '127.0.0.9', '127.0.0.1', '127.0.0.7'];
      const asked = resolving('several.example', ...addresses);
      const push = new Party('PUSH', { ipv6 });
      push.dial(tcp, `tcp://several.example:${portOf(real)}`);
      expect((await push.upper()).link.peer.address).toBe(real);
      expect([asked, push.failures]).toEqual([[ipv6 ? '0' : '4'], []]);
    });
  }

  it.runIf(platform() === 'linux')('does not wait for an address that does not answer', async () => {
    const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    const deaf = await DeafListener.start('127.0.0.2', Number(portOf(real)));
    onTestFinished(() => deaf.stop());
    resolving('several.example', '127.0.0.2', '127.0.0.9', '127.0.0.1');
    const push = new Party('PUSH');
    push.dial(tcp, `tcp://several.example:${portOf(real)}`);
    expect((await push.upper()).link.peer.address).toBe(real);
    expect(push.failures).toEqual([]);
  });

  it.runIf(platform() === 'linux')(
    'gives up several addresses of which none answers, to look for the others',
    async () => {
      const deaf = await DeafListener.start('127.0.0.2');
      onTestFinished(() => deaf.stop());
      const port = portOf(deaf.endpoint);
      resolving('several.example', '127.0.0.1', '127.0.0.2');
      const push = new Party('PUSH');
      push.dial(tcp, `tcp://several.example:${port}`);
      expect(await push.failure()).toMatchObject({ kind: 'unreachable', error: { code: 'ECONNREFUSED' } });
      await new Party('PULL').listen(tcp, `tcp://127.0.0.1:${port}`);
      push.dial(tcp, `tcp://several.example:${port}`);
      expect((await push.upper()).link.peer.address).toBe(`tcp://127.0.0.1:${port}`);
    },
  );

  it.runIf(platform() === 'linux')('tries others before an address with which the handshake has failed', async () => {
    const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    const port = portOf(real);
    let taken = 0;
    const others = ['127.0.0.2', '127.0.0.3'].map((address) => {
      const other = createServer((connection) => {
        taken++;
        connection.on('error', () => {});
        connection.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      });
      onTestFinished(() => void other.close());
      return new Promise<void>((resolve) => other.listen(Number(port), address, resolve));
    });
    await Promise.all(others);
    resolving('several.example', '127.0.0.2', '127.0.0.3', '127.0.0.1');
    const push = new Party('PUSH');
    for (const attempt of [0, 1]) {
      push.dial(tcp, `tcp://several.example:${port}`);
      expect(await push.failure(attempt)).toMatchObject({ opened: true });
    }
    push.dial(tcp, `tcp://several.example:${port}`);
    expect((await push.upper()).link.peer.address).toBe(real);
    expect(taken).toBe(2);
  });

  it.runIf(platform() === 'linux')('begins with the first again when the handshake with each has failed', async () => {
    const seen: (string | undefined)[] = [];
    const deaf = createServer((connection) => {
      seen.push(connection.localAddress);
      connection.destroy();
    });
    onTestFinished(() => void deaf.close());
    await new Promise<void>((resolve) => deaf.listen(0, '0.0.0.0', resolve));
    resolving('several.example', '127.0.0.2', '127.0.0.3');
    const push = new Party('PUSH');
    for (let attempt = 0; attempt < 4; attempt++) {
      push.dial(tcp, `tcp://several.example:${(deaf.address() as AddressInfo).port}`);
      expect(await push.failure(attempt)).toMatchObject({ opened: true });
    }
    expect(seen).toEqual(['127.0.0.2', '127.0.0.3', '127.0.0.2', '127.0.0.3']);
  });

  it('has failed when no address of a host can be reached, and says why the first cannot', async () => {
    resolving('several.example', '127.0.0.8', '127.0.0.9');
    const push = new Party('PUSH');
    push.dial(tcp, `tcp://several.example:${await freePort()}`);
    const { error } = await push.failure();
    expect(error).toMatchObject({ code: 'ECONNREFUSED', cause: { address: '127.0.0.8' } });
  });

  it.runIf('lo' in interfaces && hasIpv6)('from an interface takes its address of the family of the peer', async () => {
    const four = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    const six = await new Party('PULL', { ipv6: true }).listen(tcp, `tcp://[::1]:${portOf(four)}`);
    resolving('both.example', '127.0.0.9', '::1', '127.0.0.1');
    for (const [host, address] of [
      ['127.0.0.1', four],
      ['[::1]', six],
      ['both.example', six],
    ] as const) {
      const push = new Party('PUSH', { ipv6: true });
      push.dial(tcp, `tcp://lo;${host}:${portOf(four)}`);
      expect((await push.upper()).link.peer.address).toBe(address);
    }
  });

  it('with ipv6 tries all addresses of a host', async () => {
    const real = await new Party('PULL').listen(tcp, 'tcp://127.0.0.1:*');
    const push = new Party('PUSH', { ipv6: true });
    push.dial(tcp, `tcp://localhost:${portOf(real)}`);
    expect((await push.upper()).link.peer.address).toBe(real);
  });

  it('has failed with ENOTFOUND when the host name does not resolve (B-039)', async () => {
    const push = new Party('PUSH');
    push.dial(tcp, 'tcp://no-such-host.invalid:5555');
    const { error, kind } = await push.failure();
    expect(error).toMatchObject({ code: 'ENOTFOUND', endpoint: 'tcp://no-such-host.invalid:5555' });
    expect(error.message).toContain('"no-such-host.invalid" does not resolve');
    expect(kind).toBe('unreachable');
  });

  it('comes from the source that it is given (B-038)', async () => {
    const listener = await RawListener.open();
    const port = await freePort();
    const target = listener.endpoint.slice('tcp://'.length);
    for (const [index, [source, address]] of [
      ['127.0.0.2', '127.0.0.2'],
      ['127.0.0.3:*', '127.0.0.3'],
      [`127.0.0.1:${port}`, '127.0.0.1'],
      ...('lo' in interfaces ? [['lo', '127.0.0.1'] as const] : []),
    ].entries()) {
      new Party('PUSH').dial(tcp, `tcp://${source};${target}`);
      const { socket } = await listener.peer(index);
      expect(socket.remoteAddress).toBe(address);
      if (source?.endsWith(`:${port}`)) expect(socket.remotePort).toBe(port);
    }
  });

  it('has failed, later, when its source is no interface or no address of this machine', async () => {
    const push = new Party('PUSH');
    push.dial(tcp, 'tcp://nosuchif0;127.0.0.1:9');
    expect(push.failures).toEqual([]);
    expect(await push.failure()).toMatchObject({ error: { code: 'ENODEV' }, opened: false, kind: 'unreachable' });
    push.dial(tcp, 'tcp://192.0.2.1;127.0.0.1:9');
    expect(await push.failure(1)).toMatchObject({ error: { code: 'EADDRNOTAVAIL' }, opened: false });
  });

  it('has failed when it has met itself (B-062)', async () => {
    const port = await freePort();
    const push = new Party('PUSH');
    push.dial(tcp, `tcp://127.0.0.1:${port};127.0.0.1:${port}`);
    const { error, opened } = await push.failure();
    expect(error).toMatchObject({ code: 'ECONNREFUSED' });
    expect(error.message).toContain('made to itself');
    expect([opened, push.opens]).toEqual([false, []]);
  });

  it('that is aborted tells nothing', async () => {
    const push = new Party('PUSH');
    const refused = push.dial(tcp, `tcp://127.0.0.1:${await freePort()}`);
    const unresolved = push.dial(tcp, 'tcp://no-such-host.invalid:5555');
    refused.abort();
    unresolved.abort();
    unresolved.abort();
    const witness = new Party('PUSH');
    witness.dial(tcp, 'tcp://no-such-host.invalid:5555');
    await witness.failure();
    expect([push.failures, push.opens]).toEqual([[], []]);
  });

  it('that is aborted after its link stands changes nothing', async () => {
    const pull = new Party('PULL');
    const push = new Party('PUSH');
    const attempt = push.dial(tcp, await pull.listen(tcp, 'tcp://127.0.0.1:*'));
    const upper = await push.upper();
    attempt.abort();
    upper.link.send('still there');
    await (await pull.upper()).until('the message', ({ texts }) => texts.length === 1);
    expect(upper.closes).toBe(0);
  });

  it.runIf(platform() === 'linux')('is given up after connectTimeout when nobody answers (B-052)', async () => {
    const deaf = await DeafListener.start();
    const push = new Party('PUSH', { connectTimeout: 50, handshakeInterval: 5 });
    push.dial(tcp, deaf.endpoint);
    const { error, opened, kind } = await push.failure();
    deaf.stop();
    expect(error).toMatchObject({ code: 'ETIMEDOUT', endpoint: deaf.endpoint });
    expect(error.message).toContain('connectTimeout, 50 ms');
    expect([opened, kind]).toEqual([false, 'unreachable']);
  });

  it.runIf(platform() === 'linux')('is given up when nothing else keeps the process alive', async () => {
    const deaf = await DeafListener.start();
    const push = new Party('PUSH');
    push.dial(tcp, deaf.endpoint);
    await expect.poll(() => process.getActiveResourcesInfo()).toContain('ConnectWrap');
    const info = vi.spyOn(process, 'getActiveResourcesInfo').mockReturnValue(['ConnectWrap', 'GetAddrInfoReqWrap']);
    const { error, opened, kind } = await push.failure();
    info.mockRestore();
    deaf.stop();
    expect(error).toMatchObject({ code: 'ETIMEDOUT', endpoint: deaf.endpoint });
    expect([opened, kind]).toEqual([false, 'unreachable']);
  });

  it.runIf(platform() === 'linux')('has the process looked at once for all that hang, and not for each', async () => {
    const deaf = await DeafListener.start();
    onTestFinished(() => deaf.stop());
    let looks = 0;
    const real = process.getActiveResourcesInfo.bind(process);
    const info = vi.spyOn(process, 'getActiveResourcesInfo').mockImplementation(() => {
      looks++;
      return real();
    });
    onTestFinished(() => info.mockRestore());
    const attempts = Array.from({ length: 40 }, () => new Party('PUSH').dial(tcp, deaf.endpoint));
    await vi.waitUntil(() => looks >= 2, { timeout: 20_000 });
    expect(looks).toBe(2);
    for (const attempt of attempts) attempt.abort();
  });

  it('keeps alive, if it is to', async () => {
    const options = { tcpKeepalive: 1, tcpKeepaliveIdle: 30 } as const;
    const [server, client] = await pairOver(
      tcp,
      'tcp://127.0.0.1:*',
      new Party('PAIR', options),
      new Party('PAIR', options),
    );
    server.link.send('fine');
    await client.until('the message', ({ texts }) => texts.length === 1);
  });
});
