import { curveKeyPair } from '@zeromq-ts/security';
import { describe, expect } from 'vitest';
import { heldMemory } from './bounds.js';
import { command, greetingWith } from './octets.js';
import { attack } from './stage.js';

/** A HELLO of the right length (RFC 26), which nobody has sealed. */
const HELLO = command('HELLO', Buffer.concat([Buffer.of(1, 0), Buffer.alloc(72), Buffer.alloc(120, 0x5a)]));

describe('a flood of HELLOs', () => {
  attack('A-14 is answered with nothing but our greeting, and clients who have the key are let in', async (stage) => {
    const server = curveKeyPair();
    const curve = { curveServer: true, curveSecretKey: server.secretKey, authenticate: () => true, backlog: 1000 };
    const victim = await stage.binder('PULL', curve);
    const before = await heldMemory();
    const raws = Array.from({ length: 300 }, () => stage.client(victim.endpoint));
    for (const raw of raws) raw.send(greetingWith('CURVE'), HELLO, HELLO, HELLO);
    const client = curveKeyPair();
    const knowing = {
      curveServerKey: server.publicKey,
      curvePublicKey: client.publicKey,
      curveSecretKey: client.secretKey,
      linger: 0,
    };
    const honest = stage.connecter('PUSH', victim.endpoint, knowing);
    await honest.socket.send('honest');
    expect((await victim.socket.receive({ timeout: 10_000 })).text()).toBe('honest');
    await victim.diary.next('handshake-failed', raws.length - 1);
    await Promise.all(raws.map((raw) => raw.untilOver()));
    expect(Math.max(...raws.map((raw) => raw.receivedLength))).toBe(64);
    expect(victim.socket.stats().peers).toBe(1);
    expect((await heldMemory()) - before).toBeLessThan(16);
  });
});
