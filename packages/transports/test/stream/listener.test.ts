// @module-tag slow

import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ipc as ipcTransport } from '../../src/ipc/index.js';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { pairOver, Party } from './party.js';
import { frame, greeting, RawPeer, ready } from './raw-peer.js';

const ipc = ipcTransport();
const tcp = tcpTransport();

describe.each([
  { transport: tcp, endpoint: 'tcp://127.0.0.1:*', protocol: 'tcp' },
  { transport: ipc, endpoint: 'ipc://*', protocol: 'ipc' },
])('a listener on $protocol', ({ transport, endpoint }) => {
  it('serves many peers at once', async () => {
    const party = new Party('PULL');
    const real = await party.listen(transport, endpoint);
    const count = 100;
    for (let index = 0; index < count; index++) {
      const push = new Party('PUSH');
      push.onLink = (link) => link.send(`${index}`);
      push.dial(transport, real);
    }
    await party.news.until('all peers', () => party.uppers.length === count);
    await Promise.all(party.uppers.map((upper) => upper.until('a message', ({ texts }) => texts.length === 1)));
    const texts = party.uppers.flatMap((upper) => upper.texts).sort((a, b) => Number(a) - Number(b));
    expect(texts).toEqual(Array.from({ length: count }, (_, index) => `${index}`));
  });

  it('that closes lets established connections live and ends the others, in silence (B-034)', async () => {
    const party = new Party('PULL');
    const [pull, push] = await pairOver(transport, endpoint, party, new Party('PUSH'));
    const raw = RawPeer.to(party.listener?.endpoint ?? '');
    await raw.untilOctets(64);
    raw.send(greeting());
    await raw.untilOctets(66);
    const closed = party.listener?.close();
    expect(party.listener?.close()).toBe(closed);
    await closed;
    await raw.until('the end', ({ ended, closed: gone }) => ended || gone);
    push.link.send('alive');
    await pull.until('the message', ({ texts }) => texts.length === 1);
    expect([party.failures, pull.closes]).toEqual([[], 0]);
  });

  it('that has closed leaves its endpoint to another, with the old connections still there (B-033)', async () => {
    const party = new Party('PULL');
    const asked = transport === ipc ? `ipc://${join(tmpdir(), `listener-${process.pid}`)}` : endpoint;
    await pairOver(transport, asked, party, new Party('PUSH'));
    const real = party.listener?.endpoint ?? '';
    await party.listener?.close();
    const next = new Party('PULL');
    expect(await next.listen(transport, real)).toBe(real);
    const push = new Party('PUSH');
    push.dial(transport, real);
    (await push.upper()).link.send('to the next');
    const pull = await next.upper();
    await pull.until('the message', ({ texts }) => texts.length === 1);
  });

  it('serves an honest peer while more than a thousand others say nothing (A-07)', async () => {
    const party = new Party('PULL', { backlog: 2000 });
    const real = await party.listen(transport, endpoint);
    const silent: RawPeer[] = [];
    for (let round = 0; round < 11; round++) {
      for (let index = 0; index < 100; index++) silent.push(RawPeer.to(real));
      await party.news.until('the connections', () => party.accepts.length === silent.length);
    }
    const honest = RawPeer.to(real);
    honest.send(greeting(), ready('PUSH'), frame('honest'));
    const upper = await party.upper();
    await upper.until('the message', ({ texts }) => texts.length === 1);
    for (const { socket } of silent) socket.destroy();
  });

  it('serves two thousand honest peers that come at once, before any of them has said a word', async () => {
    const party = new Party('PULL', { backlog: 2000 });
    const real = await party.listen(transport, endpoint);
    const crowd: RawPeer[] = [];
    for (let round = 0; round < 20; round++) {
      for (let index = 0; index < 100; index++) crowd.push(RawPeer.to(real));
      await party.news.until('the connections', () => party.accepts.length === crowd.length);
    }
    for (const raw of crowd) raw.send(greeting(), ready('PUSH'));
    await party.news.until('all peers', () => party.uppers.length === crowd.length);
    expect(party.failures).toEqual([]);
    for (const { socket } of crowd) socket.destroy();
  });

  it('keeps nothing of connections that came to nothing (A-10)', async () => {
    const party = new Party('PULL');
    const real = await party.listen(transport, endpoint);
    for (let round = 0; round < 10; round++) {
      const wrong = Array.from({ length: 50 }, () => RawPeer.to(real));
      for (const [index, raw] of wrong.entries())
        raw.socket.end(index % 2 === 0 ? 'GET / HTTP/1.1\r\n\r\n' : greeting());
      await party.news.until('all failures', () => party.failures.length === (round + 1) * 50);
      await Promise.all(wrong.map((raw) => raw.until('the end', ({ closed }) => closed)));
    }
    expect(party.uppers).toEqual([]);
    await party.listener?.close();
    expect(process.getActiveResourcesInfo().filter((kind) => /Socket|Server|Pipe/.test(kind)).length).toBeLessThan(10);
  });
});
