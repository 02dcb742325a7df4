import { describe, expect } from 'vitest';
import { heldMemory } from './bounds.js';
import { GREETING, message, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

describe('a REP', () => {
  attack('X-24 A-26 discards what is no request, and keeps the connection', async (stage) => {
    const victim = await stage.binder('REP');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('REQ');
    raw.send(message('no delimiter'), message(''), message('a', 'b', 'c'), message('a', ''), message('', 'request'));
    expect((await victim.socket.receive()).text()).toBe('request');
    await victim.socket.send('reply');
    expect(await raw.untilTraffic(9)).toEqual(message('', 'reply'));
    await bystander.exchange();
    expect(bystander.strays).toEqual([]);
    expect(victim.diary.all('disconnected')).toEqual([]);
  });

  attack('A-26 answers behind ten thousand addresses, of any octets', async (stage) => {
    const victim = await stage.binder('REP');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('REQ');
    const addresses = Array.from({ length: 10_000 }, (_, index) => Buffer.from([index & 255, 0, 255]));
    raw.send(message(...addresses, '', 'body', 'more'));
    expect((await victim.socket.receive()).frames.map(String)).toEqual(['body', 'more']);
    await victim.socket.send('reply');
    const reply = message(...addresses, '', 'reply');
    expect((await raw.untilTraffic(reply.length)).equals(reply)).toBe(true);
    await bystander.exchange();
  });

  attack('A-26 drops the reply to a peer that is gone, and serves the next', async (stage) => {
    const victim = await stage.binder('REP');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('REQ');
    raw.send(message('', 'request'));
    await victim.socket.receive();
    raw.reset();
    await victim.diary.next('disconnected');
    await victim.socket.send('reply');
    expect((await victim.diary.next('dropped')).reason).toBe('unroutable');
    await bystander.exchange();
  });

  attack('A-26 with requests in a row from one peer answers each once, and others in between', async (stage) => {
    const victim = await stage.binder('REP');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('REQ');
    const requests = Array.from({ length: 500 }, () => message('', 'flood'));
    raw.send(...requests);
    let served = 0;
    const serving = (async () => {
      while (served < requests.length + 1) {
        const request = await victim.socket.receive();
        served++;
        await victim.socket.send(request.text() === 'flood' ? 'reply' : `${request.text()} too`);
      }
    })();
    await (bystander.peer as unknown as { send(text: string): Promise<boolean> }).send('bystander');
    expect((await (bystander.peer as unknown as { receive(): Promise<unknown> }).receive())?.toString()).toBe(
      'bystander too',
    );
    await serving;
    expect(served).toBe(501);
  });
});

describe('a REQ', () => {
  attack('X-23 A-26 lets go of a peer whose reply has no delimiter, says why, and asks the next', async (stage) => {
    for (const bad of [message('reply'), message('a', 'b'), message('abcd', 'x', 'y')]) {
      const server = await stage.server((peer, index) => {
        peer.send(GREETING, readyOf('REP'));
        if (index === 0) void peer.untilTraffic(3).then(() => peer.send(bad));
      });
      const victim = stage.connecter('REQ', server.endpoint, { relaxed: true, receiveTimeout: 10_000 });
      await victim.socket.send('request');
      const reply = victim.socket.receive();
      expect(await victim.diary.why('disconnected')).toMatch(/without the empty delimiter/);
      const next = await server.peer(1);
      await victim.diary.next('handshake-succeeded', 1);
      await victim.socket.send('again');
      await next.until('the request', () => next.traffic.subarray(-5).toString() === 'again');
      // Behind the envelope of the request, whatever is in it.
      next.send(next.traffic.subarray(0, -7), message('good'));
      expect((await reply).text()).toBe('good');
    }
  });

  attack('A-26 takes a reply from whom it has asked only, and one for each request', async (stage) => {
    const victim = await stage.binder('REQ');
    const first = await stage.client(victim.endpoint).greet('REP');
    await victim.diary.next('handshake-succeeded');
    await victim.socket.send('request');
    await first.untilTraffic(11);
    const second = await stage.client(victim.endpoint).greet('REP');
    await victim.diary.next('handshake-succeeded', 1);
    const before = await heldMemory();
    await second.flood(octets(...Array.from({ length: 1000 }, () => message('', 'forged'))), 20);
    first.send(message('', 'true'), message('', 'twice'));
    expect((await victim.socket.receive()).text()).toBe('true');
    await victim.socket.send('request');
    await first.untilTraffic(22);
    first.send(message('', 'next'));
    expect((await victim.socket.receive()).text()).toBe('next');
    expect((await heldMemory()) - before).toBeLessThan(4);
  });
});

describe('a ROUTER', () => {
  attack('A-26 takes envelopes of any shape for messages like others', async (stage) => {
    const victim = await stage.binder('ROUTER');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('DEALER', 'raw');
    const shapes = [
      [''],
      ['', ''],
      ['', '', '', 'x'],
      Array.from({ length: 10_000 }, () => 'a'),
      ['x'.repeat(70_000), ''],
    ];
    raw.send(...shapes.map((frames) => message(...frames)));
    for (const frames of shapes) {
      expect((await victim.socket.receive()).frames.map(String)).toEqual(['raw', ...frames]);
    }
    await bystander.exchange();
  });
});
