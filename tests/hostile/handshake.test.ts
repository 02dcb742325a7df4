import { describe, expect, it } from 'vitest';
import { bounded, MALFORMED } from './malformed-handshakes.js';
import { command, GREETING, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

describe('after a good greeting,', () => {
  for (const { what, bytes, says, reply } of MALFORMED) {
    attack(`${what}: a binder refuses it, and says why`, async (stage) => {
      const victim = await stage.binder('PULL');
      const bystander = await stage.bystander(victim);
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, bytes, readyOf('PUSH'), '00 04 "data"');
      const { error, peer } = await victim.diary.next('handshake-failed');
      expect(error).toMatchObject({ code: 'EPROTO', message: expect.stringMatching(says) });
      expect(peer?.address).toMatch(/^tcp:\/\/127\.0\.0\.1:\d+$/);
      await raw.untilOver();
      const replies = raw.received.subarray(GREETING.length).toString('latin1');
      if (reply === undefined) expect(replies).not.toContain('ERROR');
      else expect(replies).toMatch(reply);
      await bystander.exchange();
      expect(bystander.strays).toEqual([]);
      expect(victim.socket.stats().peers).toBe(1);
      expect(victim.diary.all('disconnected')).toEqual([]);
    });

    attack(`${what}: a connecter refuses it, and tries again at leisure`, async (stage) => {
      const server = await stage.server((peer) => peer.send(GREETING, bytes, readyOf('PUSH'), '00 04 "data"'));
      const victim = stage.connecter('PULL', server.endpoint);
      expect(await victim.diary.why('handshake-failed')).toMatch(says);
      const { interval, error } = await victim.diary.next('connect-retried');
      expect(error?.message).toMatch(says);
      expect(interval).toBeGreaterThanOrEqual(1000);
      await (await server.peer()).untilOver();
      expect(victim.socket.tryReceive()).toBeUndefined();
      expect(victim.diary.all('handshake-succeeded')).toEqual([]);
    });
  }

  it('A-04 the malformed commands are short', () => {
    for (const { what, bytes } of MALFORMED) expect(bytes.length, what).toBeLessThan(bounded);
  });
});

describe('a connection that is not through with its handshake', () => {
  for (const [what, bytes] of [
    ['has said nothing', octets()],
    ['has said half of its greeting', GREETING.subarray(0, 32)],
    ['has greeted', GREETING],
    ['has greeted, and begun its READY', octets(GREETING, readyOf('PULL', 'name').subarray(0, 20))],
  ] as const) {
    attack(`X-05 A-08 and ${what} is no peer: nothing is sent to it`, async (stage) => {
      for (const type of ['PUSH', 'DEALER', 'REQ'] as const) {
        const victim = await stage.binder(type, { sendTimeout: 0 });
        const raw = stage.client(victim.endpoint);
        raw.send(bytes);
        await raw.untilOctets(64);
        await victim.diary.next('accepted');
        await expect(victim.socket.send('for a peer')).rejects.toMatchObject({ code: 'EAGAIN' });
        expect(victim.socket.stats().peers).toBe(0);
        expect(victim.diary.all('handshake-succeeded')).toEqual([]);
      }
    });

    attack(`A-08 and ${what} takes no message from honest peers`, async (stage) => {
      const victim = await stage.binder('PUSH');
      const raw = stage.client(victim.endpoint);
      raw.send(bytes);
      await raw.untilOctets(64);
      const peer = stage.connecter('PULL', victim.endpoint);
      await peer.socket.connected();
      const texts = Array.from({ length: 20 }, (_, index) => `${index}`);
      for (const text of texts) await victim.socket.send(text);
      for (const text of texts) expect((await peer.socket.receive()).text()).toBe(text);
      expect(raw.received.includes('"19"')).toBe(false);
      expect(raw.traffic.length).toBe(0);
    });
  }

  attack('A-08 has no routing id at a ROUTER, whatever it has begun to say', async (stage) => {
    const victim = await stage.binder('ROUTER', { mandatory: true });
    const bystander = await stage.bystander(victim);
    const raw = stage.client(victim.endpoint);
    const greeting = octets(GREETING, readyOf('DEALER', 'name'));
    raw.send(greeting.subarray(0, -1));
    await raw.untilOctets(66);
    await bystander.exchange();
    await expect(victim.socket.send(['name', 'text'])).rejects.toMatchObject({ code: 'EHOSTUNREACH' });
    raw.send(greeting.subarray(-1));
    await victim.diary.next('handshake-succeeded', 1);
    await victim.socket.send(['name', 'text']);
    await raw.untilTraffic(6);
    await bystander.exchange();
  });

  attack('X-01 A-08 and that ends between its greeting and its READY leaves nothing behind', async (stage) => {
    const victim = await stage.binder('PUSH', { sendTimeout: 0 });
    const handshake = octets(GREETING, readyOf('PULL'));
    for (let length = GREETING.length, failures = 0; length < handshake.length; length++) {
      const raw = stage.client(victim.endpoint);
      raw.send(handshake.subarray(0, length));
      await raw.untilOctets(66);
      raw.end();
      expect(await victim.diary.why('handshake-failed', failures++)).toMatch(
        /ended before the handshake was completed/,
      );
    }
    await expect(victim.socket.send('for a peer')).rejects.toMatchObject({ code: 'EAGAIN' });
  });
});

describe('an ERROR command', () => {
  const escapes = '\x1b[2J\x07\r\n\0\x80ok';

  attack(
    'A-29 in the handshake cannot put control characters into the events, nor end a client for good',
    async (stage) => {
      const reason = Buffer.concat([Buffer.of(escapes.length), Buffer.from(escapes, 'latin1')]);
      const server = await stage.server((peer, index) => {
        if (index === 0) peer.send(GREETING, command('ERROR', reason));
        else void peer.greet('PULL');
      });
      const victim = stage.connecter('PUSH', server.endpoint);
      const why = await victim.diary.why('handshake-failed');
      expect(why).toContain('?[2J?????ok');
      expect(why).toMatch(/^[ -~]*$/);
      // The peer has proved nothing: it is asked again, after a while.
      expect((await victim.diary.next('connect-retried')).interval).toBeLessThan(2001);
      await victim.diary.next('handshake-succeeded');
    },
  );

  attack('A-29 in the handshake of 255 octets is told in full, and no more than told', async (stage) => {
    const victim = await stage.binder('PULL');
    const raw = stage.client(victim.endpoint);
    raw.send(GREETING, command('ERROR', octets('FF 78*255')));
    expect(await victim.diary.why('handshake-failed')).toContain(`"${'x'.repeat(255)}"`);
    await raw.untilOver();
    expect(raw.receivedLength).toBe(GREETING.length);
  });
});
