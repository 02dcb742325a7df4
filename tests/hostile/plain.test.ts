import { describe, expect } from 'vitest';
import { command, GREETING, greetingWith, octets, readyOf } from './octets.js';
import { attack } from './stage.js';

const PLAIN = greetingWith('PLAIN');

/** What is no HELLO of PLAIN (RFC 24), and what the event says of it. */
const WRONG: readonly (readonly [what: string, bytes: Buffer, says: RegExp])[] = [
  ['without anything', command('HELLO'), /does not end/],
  ['with a name alone', command('HELLO', '\x04anna'), /does not end/],
  ['with a name that is longer than it', command('HELLO', '\xffanna\x00'), /does not end/],
  ['with a password that is longer than it', command('HELLO', '\x04anna\xffhorse'), /does not end/],
  ['with an octet too many', command('HELLO', '\x04anna\x05horse!'), /does not end/],
  ['that announces 255 octets twice, and has none', command('HELLO', '\xff\xff'), /does not end/],
  ['after which INITIATE is due, not another', octets(command('HELLO', '\x01a\x01b'), command('HELLO')), /INITIATE/],
  ['that is missing, with INITIATE in its place', command('INITIATE'), /HELLO/],
  ['that is missing, with READY in its place', readyOf('PUSH'), /HELLO/],
];

describe('a HELLO of PLAIN', () => {
  for (const [what, bytes, says] of WRONG) {
    attack(`X-22 A-27 ${what}, is refused, and nobody is let in by it`, async (stage) => {
      const asked: (string | undefined)[] = [];
      const options = {
        plainServer: true,
        backlog: 100,
        authenticate: ({ username }: { username?: string | undefined }) => asked.push(username) > 0,
      };
      const victim = await stage.binder('PULL', options);
      const raw = stage.client(victim.endpoint);
      raw.send(PLAIN, bytes);
      expect(await victim.diary.why('handshake-failed')).toMatch(says);
      await raw.untilOver();
      expect(asked).toEqual(what.startsWith('after') ? ['a'] : []);
      const old = stage.client(victim.endpoint);
      old.send(GREETING, readyOf('PUSH'));
      await old.untilOver();
      const knowing = { plainUsername: 'anna', plainPassword: 'horse', linger: 0 };
      const honest = stage.connecter('PUSH', victim.endpoint, knowing);
      await honest.socket.send('honest');
      expect((await victim.socket.receive({ timeout: 10_000 })).text()).toBe('honest');
      expect(victim.socket.stats().peers).toBe(1);
    });
  }
});
