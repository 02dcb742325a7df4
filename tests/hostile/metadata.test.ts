import { describe, expect } from 'vitest';
import { computed, heldMemory } from './bounds.js';
import { command, GREETING, longHeader, message, octets, property, ready } from './octets.js';
import { attack } from './stage.js';

/** As much as a READY may have: 64 KiB. */
const MAX_METADATA_BYTES = 65_536;

describe('the metadata of a peer', () => {
  attack('A-04 may have ten thousand properties, in time in proportion to them', async (stage) => {
    const victim = await stage.binder('ROUTER');
    const bystander = await stage.bystander(victim);
    const names = Array.from({ length: 6000 }, (_, index) => property(index.toString(36), ''));
    const bytes = octets(GREETING, command('READY', octets(property('Socket-Type', 'DEALER'), ...names)));
    const before = computed();
    for (let count = 0; count < 50; count++) {
      const raw = stage.client(victim.endpoint);
      raw.send(bytes);
      await raw.greeted();
    }
    await victim.diary.next('handshake-succeeded', 50);
    expect(computed() - before).toBeLessThan(5000);
    await bystander.exchange();
  });

  attack('A-04 of 1 MiB, or with a hundred thousand properties, is refused at its announcement', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    for (const [index, size] of [MAX_METADATA_BYTES + 1, 700_000, 2 ** 20].entries()) {
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, longHeader(6, size));
      expect(await victim.diary.why('handshake-failed', index)).toContain(`${size} bytes; at most 65536`);
      await raw.untilOver();
    }
    await bystander.exchange();
  });

  attack('A-04 of 64 KiB with one octet at a time is taken', async (stage) => {
    const victim = await stage.binder('PULL');
    const raw = stage.client(victim.endpoint);
    raw.send(GREETING);
    await raw.greeted();
    const bytes = ready({ 'Socket-Type': 'PUSH', 'X-Large': Buffer.alloc(4000, 'x') });
    await raw.drip(bytes);
    raw.send(message('through'));
    expect((await victim.socket.receive()).text()).toBe('through');
  });

  attack('A-02 A-22 takes no memory once the handshake is done', async (stage) => {
    const victim = await stage.binder('ROUTER');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const count = 200;
    const filler = Buffer.alloc(60_000, 'x');
    for (let index = 0; index < count; index++) {
      const raw = stage.client(victim.endpoint);
      raw.send(GREETING, ready({ 'Socket-Type': 'DEALER', Identity: `peer ${index}`, 'X-Filler': filler }));
      await raw.greeted();
    }
    await victim.diary.next('handshake-succeeded', count);
    await bystander.exchange();
    // The sockets of both sides, and what is known of the peer; not 60 KiB more.
    expect((await heldMemory()) - before).toBeLessThan((count * 48) / 1024);
  });

  attack('A-02 that is only begun, by a thousand connections, takes memory for what has come', async (stage) => {
    const victim = await stage.binder('PULL');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const count = 1000;
    // Not all at once: a system may allow for fewer than a thousand that wait to be accepted.
    for (let begun = 0; begun < count; begun += 100) {
      const raws = Array.from({ length: 100 }, () => stage.client(victim.endpoint));
      for (const raw of raws) raw.send(GREETING, longHeader(6, MAX_METADATA_BYTES), '05 "READY"');
      await Promise.all(raws.map((raw) => raw.untilOctets(66)));
    }
    await bystander.exchange();
    expect((await heldMemory()) - before).toBeLessThan((count * 32) / 1024);
    expect(victim.diary.all('handshake-failed')).toEqual([]);
  });

  attack('A-22 is kept apart from what the authenticator says', async (stage) => {
    const answers = [true, { userId: 'guest' }, { userId: 'guest', metadata: { 'X-Role': 'guest', Team: 'blue' } }];
    for (const answer of answers) {
      const victim = await stage.binder('PULL', { authenticate: () => answer, securityDomain: 'here' });
      const raw = stage.client(victim.endpoint);
      const claims = { 'X-Role': 'admin', 'x-nick': 'root', Team: 'red', 'User-Id': 'root' };
      raw.send(GREETING, ready({ 'Socket-Type': 'PUSH', ...claims }), message('hello'));
      const { peer } = await victim.socket.receive();
      expect(peer?.userId).toBe(answer === true ? undefined : 'guest');
      expect(peer?.claimedMetadata).toEqual(
        new Map([
          ['x-role', 'admin'],
          ['x-nick', 'root'],
        ]),
      );
      const said = typeof answer === 'object' && answer.metadata !== undefined;
      expect(peer?.metadata && Object.fromEntries(peer.metadata)).toEqual(
        said ? { 'x-role': 'guest', team: 'blue' } : undefined,
      );
    }
  });

  attack('A-22 cannot pose as what the engine knows, nor reach the prototypes of JavaScript', async (stage) => {
    const victim = await stage.binder('ROUTER');
    const raw = stage.client(victim.endpoint);
    const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
    const posing = { 'Peer-Address': 'tcp://10.0.0.1:1', 'User-Id': 'root', address: 'nowhere', mechanism: 'CURVE' };
    const properties = { 'Socket-Type': 'DEALER', Identity: 'raw', polluted: 'yes', ...posing };
    // NAME of RFC 37 has no underscore problem: these are names like any other.
    raw.send(
      GREETING,
      command(
        'READY',
        octets(
          ...Object.entries(properties).map(([name, value]) => property(name, value)),
          ...names.map((name) => property(name, 'x')),
        ),
      ),
    );
    const { peer } = await victim.diary.next('handshake-succeeded');
    expect(peer).toEqual({
      address: expect.stringMatching(/^tcp:\/\/127\.0\.0\.1:\d+$/),
      socketType: 'DEALER',
      routingId: Buffer.from('raw'),
      mechanism: 'NULL',
    });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(peer)).toBe(Object.prototype);
  });
});
