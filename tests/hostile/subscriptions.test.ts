import { describe, expect } from 'vitest';
import { heldMemory, memoryFallsBelow } from './bounds.js';
import { cancel, frame, longHeader, message, octets, ping, subscribe } from './octets.js';
import type { RawPeer } from './raw-peer.js';
import { attack } from './stage.js';

/** Waits until the other side has taken everything so far. */
async function taken(raw: RawPeer): Promise<void> {
  const before = raw.traffic.length;
  raw.send(ping(0, 'taken?'));
  // Signs of life may come before the answer.
  await raw.until('the answer', () => raw.traffic.subarray(before).includes('taken?'));
}

describe('subscriptions', () => {
  attack('A-17 to 100 000 topics from one peer are served, and their memory returns when it leaves', async (stage) => {
    for (const type of ['PUB', 'XPUB'] as const) {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const before = await heldMemory();
      const raw = await stage.client(victim.endpoint).greet('SUB');
      for (let first = 0; first < 100_000; first += 1000) {
        await raw.flood(octets(...Array.from({ length: 1000 }, (_, index) => subscribe(`${first + index}.`))), 1);
      }
      await taken(raw);
      await victim.socket.send('99999.x');
      await raw.until('its message', () => raw.traffic.subarray(-7).toString() === '99999.x');
      await bystander.exchange();
      raw.destroy();
      await victim.diary.next('disconnected');
      await bystander.exchange();
      // An XPUB has told the application of each, and that keeps it until it is received.
      if (victim.socket.type === 'XPUB') await drained(victim.socket as never, 200_000);
      // What a peer had is removed in slices, one in each turn.
      await memoryFallsBelow(before + 8);
    }
  });

  attack('A-17 in a chain (a, aa, aaa …) neither overflow the stack nor stay', async (stage) => {
    const victim = await stage.binder('PUB');
    const bystander = await stage.bystander(victim);
    const raw = await stage.client(victim.endpoint).greet('SUB');
    const before = await heldMemory();
    for (let length = 1; length <= 8000; length += 100) {
      await raw.flood(octets(...Array.from({ length: 100 }, (_, index) => subscribe('a'.repeat(length + index)))), 1);
    }
    await taken(raw);
    await victim.socket.send('a'.repeat(8000));
    await raw.until('its message', () => raw.traffic.length > 8000);
    await bystander.exchange();
    raw.reset();
    await victim.diary.next('disconnected');
    await bystander.exchange();
    expect((await heldMemory()) - before).toBeLessThan(4);
  });

  attack('A-17 of more than 64 MiB end the connection, and the event says why', async (stage) => {
    for (const type of ['PUB', 'XPUB'] as const) {
      const victim = await stage.binder(type);
      const bystander = await stage.bystander(victim);
      const before = await heldMemory();
      const raw = await stage.client(victim.endpoint).greet('SUB');
      const topic = Buffer.alloc(2 ** 20, 'x');
      for (let index = 0; index < 70 && !raw.over; index++) {
        await raw.flood(subscribe(octets(topic, Buffer.of(index))), 1);
      }
      const { error } = await victim.diary.next('disconnected');
      expect(error).toMatchObject({ code: 'ENOBUFS', message: expect.stringMatching(/67108864 bytes/) });
      await raw.untilOver();
      await bystander.exchange();
      if (victim.socket.type === 'XPUB') await drained(victim.socket as never);
      expect((await heldMemory()) - before).toBeLessThan(16);
    }
  });

  attack('A-17 to the same topic, however often, are one', async (stage) => {
    const victim = await stage.binder('XPUB');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('SUB');
    await raw.flood(octets(...Array.from({ length: 1000 }, () => subscribe('same'))), 100);
    await taken(raw);
    await bystander.exchange();
    expect((await heldMemory()) - before).toBeLessThan(4);
    raw.send(cancel('same'), subscribe('other'));
    expect((await victim.socket.receive()).text()).toBe('\x01same');
    expect((await victim.socket.receive()).text()).toBe('\0same');
    expect((await victim.socket.receive()).text()).toBe('\x01other');
  });

  attack('X-18 A-18 are cancelled by whom they belong to only, and once', async (stage) => {
    const victim = await stage.binder('PUB');
    const bystander = await stage.bystander(victim);
    const other = await stage.client(victim.endpoint).greet('SUB');
    other.send(subscribe('topic'));
    await victim.socket.subscribed('topic');
    const raw = await stage.client(victim.endpoint).greet('SUB');
    raw.send(
      cancel('topic'),
      cancel('bystander'),
      cancel(''),
      cancel('t'),
      cancel('topics'),
      octets('00 06 00 "topic"'),
    );
    raw.send(subscribe('topic'), cancel('topic'), cancel('topic'), cancel('topic'));
    await taken(raw);
    await victim.socket.send('topic');
    expect(await other.untilTraffic(7)).toEqual(message('topic'));
    await bystander.exchange();
    expect(raw.traffic).toHaveLength(13);
    expect(victim.diary.all('disconnected')).toEqual([]);
  });

  attack('A-18 of thousands who subscribe, cancel and leave in any order leave nothing', async (stage) => {
    const victim = await stage.binder('PUB');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raws = await Promise.all(Array.from({ length: 50 }, () => stage.client(victim.endpoint).greet('SUB')));
    for (const [index, raw] of raws.entries()) {
      const topics = Array.from({ length: 200 }, (_, topic) => `${(topic * 7 + index) % 97}`);
      raw.send(...topics.map((topic) => subscribe(topic)), ...topics.map((topic) => cancel(`${topic}0`)));
      raw.send(...topics.slice(index).map((topic) => cancel(topic)));
    }
    for (const raw of raws) await taken(raw);
    for (const raw of raws) raw.destroy();
    await victim.diary.next('disconnected', raws.length - 1);
    await bystander.exchange();
    await expect(victim.socket.subscribed('1', { timeout: 0 })).rejects.toMatchObject({ code: 'EAGAIN' });
    expect((await heldMemory()) - before).toBeLessThan(6);
  });
});

describe('what an XPUB receives', () => {
  attack('A-19 is a subscription in a frame of its own, and a message in any other', async (stage) => {
    const victim = await stage.binder('XPUB');
    const raw = await stage.client(victim.endpoint).greet('XSUB');
    raw.send(
      octets('00 03 01 "ab"'),
      octets('01 02 01 "m" 00 01 "x"'),
      octets('01 01 "m" 00 02 01 "y"'),
      octets('00 00'),
      octets('00 02 02 "z"'),
      octets('01 00 04 0B 09 "SUBSCRIBE" "c" 00 00'),
      longHeader(2, 3),
      octets('01 "de"'),
      octets('00 01 01'),
    );
    const expected = [
      ['\x01ab'],
      ['\x01m', 'x'],
      ['m', '\x01y'],
      [''],
      ['\x02z'],
      ['\x01c'],
      ['', ''],
      ['\x01de'],
      ['\x01'],
    ];
    for (const frames of expected) {
      expect(
        (await victim.socket.receive()).frames.map((octetsOf) => Buffer.from(octetsOf).toString('latin1')),
      ).toEqual(frames);
    }
    await victim.socket.send('everything');
    await raw.until('the message', () => raw.traffic.includes('everything'));
  });

  attack('A-19 and does not take is held back at its high-water mark, subscriptions or not', async (stage) => {
    const victim = await stage.binder('XPUB', { receiveHighWaterMark: 10 });
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('XSUB');
    const block = octets(
      ...Array.from({ length: 10 }, (_, index) => octets(frame(0, Buffer.alloc(10_000, 'x')), subscribe(`${index}`))),
    );
    let over = false;
    const flooding = raw.flood(block, 2000).then(() => (over = true));
    await bystander.exchange();
    await victim.diary.next('handshake-succeeded', 1);
    for (let round = 0; round < 50; round++) await bystander.exchange();
    expect(over).toBe(false);
    expect(victim.socket.stats().queuedIncoming).toBeLessThan(100);
    expect((await heldMemory()) - before).toBeLessThan(8);
    raw.destroy();
    await flooding;
  });

  attack('A-19 of a peer that subscribes and cancels for ever is bounded', async (stage) => {
    const victim = await stage.binder('XPUB');
    const bystander = await stage.bystander(victim);
    const before = await heldMemory();
    const raw = await stage.client(victim.endpoint).greet('SUB');
    const topic = Buffer.alloc(2 ** 20, 'x');
    await raw.flood(octets(subscribe(topic), cancel(topic)), 100);
    await taken(raw);
    await bystander.exchange();
    const dropped = victim.socket.stats().dropped.full;
    expect(dropped).toBeGreaterThan(100);
    expect((await victim.diary.next('dropped')).reason).toBe('full');
    expect((await heldMemory()) - before).toBeLessThan(80);
  });
});

/** Receives everything that is there, so many messages at least. */
async function drained(
  socket: { tryReceive(): unknown; stats(): { queuedIncoming: number } },
  least = 0,
): Promise<void> {
  for (let total = 0; socket.stats().queuedIncoming > 0 || total < least;) {
    for (let count = 0; count < 1000 && socket.tryReceive() !== undefined; count++) total++;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
