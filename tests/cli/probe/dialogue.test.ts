import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Dialogue } from '../../../packages/cli/src/probe/dialogue.js';
import type { Finding } from '../../../packages/cli/src/probe/finding.js';

function greeting(mechanism: string, major = 3, minor = 1): Buffer {
  const bytes = Buffer.alloc(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = major;
  bytes[11] = minor;
  bytes.write(mechanism, 12, 'latin1');
  return bytes;
}

function property(name: string, value: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(value, 'latin1'));
  return Buffer.concat([Buffer.of(name.length), Buffer.from(name, 'latin1'), length, Buffer.from(value, 'latin1')]);
}

function command(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.of(name.length), Buffer.from(name), data]);
  if (body.length < 256) return Buffer.concat([Buffer.of(4, body.length), body]);
  const header = Buffer.alloc(9);
  header[0] = 6;
  header.writeBigUInt64BE(BigInt(body.length), 1);
  return Buffer.concat([header, body]);
}

/** Says this in chunks of so many bytes. @returns what was found, and what the probe sent. */
function hear(said: Buffer, size = said.length, end: 'closed' | 'silent' = 'silent'): [Finding, Buffer] {
  const dialogue = new Dialogue();
  const sent = [dialogue.start()];
  for (let at = 0; at < said.length; at += size) {
    const reply = dialogue.push(said.subarray(at, at + size));
    if (reply !== undefined) sent.push(reply);
  }
  dialogue.end(end);
  return [dialogue.finding as Finding, Buffer.concat(sent)];
}

const PUSH = command('READY', property('Socket-Type', 'PUSH'));

describe('the conversation of a probe', () => {
  it('XP-03 sends 11 bytes first, completes the greeting when the peer has NULL, and never a READY', () => {
    expect(new Dialogue().start().toString('hex')).toBe('ff00000000000000007f03');
    const [finding, sent] = hear(Buffer.concat([greeting('NULL'), PUSH]));
    expect(finding).toMatchObject({ kind: 'zmtp', version: '3.1', mechanism: 'NULL', ready: { socketType: 'PUSH' } });
    expect(sent).toEqual(greeting('NULL'));
  });

  it('XP-03 finds the same however the bytes are split', () => {
    const said = Buffer.concat([greeting('NULL'), PUSH]);
    const [whole] = hear(said);
    for (let size = 1; size < said.length; size++) expect(hear(said, size)[0]).toEqual(whole);
  });

  it('XP-03 reads the identity and all other properties, names without regard to case', () => {
    const data = [property('SOCKET-TYPE', 'DEALER'), property('identity', 'anna'), property('X-A', '1')];
    const [finding] = hear(Buffer.concat([greeting('NULL'), command('READY', Buffer.concat(data))]));
    const ready = { socketType: 'DEALER', identity: Buffer.from('anna'), properties: [['X-A', Buffer.from('1')]] };
    expect(finding).toMatchObject({ ready });
  });

  it.each(['PLAIN', 'CURVE', 'GSSAPI'])('XP-04 stops at the greeting of a peer with %s', (mechanism) => {
    const [finding, sent] = hear(greeting(mechanism));
    expect(finding).toMatchObject({ kind: 'zmtp', mechanism, ready: undefined });
    expect(sent).toHaveLength(11);
  });

  it('XP-04 reports the byte as-server, and no role', () => {
    const bytes = greeting('CURVE');
    bytes[32] = 1;
    expect(hear(bytes)[0]).toMatchObject({ asServer: true });
    expect(hear(greeting('CURVE'))[0]).toMatchObject({ asServer: false });
  });

  const CASES: readonly (readonly [what: string, said: Buffer, end: 'closed' | 'silent', finding: object])[] = [
    ['HTTP', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'closed', { kind: 'other', protocol: 'HTTP' }],
    ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.2\r\n'), 'silent', { kind: 'other', protocol: 'SSH' }],
    ['a TLS alert', Buffer.from('15030100020246', 'hex'), 'closed', { kind: 'other', protocol: 'TLS' }],
    ['Redis', Buffer.from('-ERR unknown command\r\n'), 'silent', { kind: 'other', protocol: 'Redis' }],
    ['MySQL', Buffer.from('4a0000000a382e30', 'hex'), 'silent', { kind: 'other', protocol: 'MySQL' }],
    ['an unknown protocol', Buffer.from('welcome!'), 'silent', { kind: 'other', protocol: undefined }],
    ['ZMTP 1.0, anonymous', Buffer.of(1, 0), 'silent', { kind: 'old-zmtp', version: '1.0' }],
    ['ZMTP 1.0 with an identity', Buffer.from('\x04\0bob'), 'silent', { kind: 'old-zmtp', version: '1.0' }],
    ['ZMTP 2.0', Buffer.from('ff00000000000000017f0108', 'hex'), 'silent', { kind: 'old-zmtp', socketType: 'PUSH' }],
    ['ZMTP 2.0, no type', Buffer.from('ff00000000000000017f01', 'hex'), 'silent', { kind: 'old-zmtp', version: '2.0' }],
    ['silence', Buffer.alloc(0), 'silent', { kind: 'silent' }],
    ['an end', Buffer.alloc(0), 'closed', { kind: 'closed' }],
    ['half a greeting', greeting('NULL').subarray(0, 20), 'closed', { protocol: 'the beginning of a ZMTP greeting' }],
    ['a signature alone', greeting('').subarray(0, 10), 'silent', { protocol: 'the beginning of a ZMTP greeting' }],
  ];

  it.each(CASES)('XP-05 names %s', (_, said, end, expected) => {
    expect(hear(said, 1, end)[0]).toMatchObject(expected);
    expect(hear(said, said.length || 1, end)[0]).toMatchObject(expected);
  });

  it('XP-05 keeps no more than 64 bytes of another protocol', () => {
    const [finding] = hear(Buffer.alloc(100_000, 0x41));
    expect(finding).toMatchObject({ kind: 'other', said: Buffer.alloc(64, 0x41) });
  });

  const AFTER_GREETING: readonly (readonly [what: string, said: Buffer, why: RegExp])[] = [
    ['a message', Buffer.of(0, 1, 65), /something else/],
    ['ERROR', command('ERROR', Buffer.from('\x0anot for yo')), /refused the connection: not for yo/],
    ['a command of a gigabyte', Buffer.from('060000000040000000', 'hex'), /1073741824 bytes/],
    ['metadata that ends in a value', command('READY', property('Socket-Type', 'PUSH').subarray(0, 18)), /malformed/],
    ['a command without a name', Buffer.of(4, 1, 0), /malformed/],
    ['nothing', Buffer.alloc(0), /none in time/],
  ];

  it.each(AFTER_GREETING)('XM-15 says that there is no READY when the peer sends %s', (_, said, why) => {
    const [finding] = hear(Buffer.concat([greeting('NULL'), said]));
    expect(finding).toMatchObject({ kind: 'zmtp', ready: undefined, withoutReady: expect.stringMatching(why) });
  });

  it('XM-15 reads 10,000 properties and an identity of 255 bytes, which fit into a command', () => {
    const many = Array.from({ length: 10_000 }, () => property('a', ''));
    const data = Buffer.concat([property('Socket-Type', 'PAIR'), property('Identity', '\x1b'.repeat(255)), ...many]);
    const [finding] = hear(Buffer.concat([greeting('NULL'), command('READY', data)]), 1000);
    expect(finding).toMatchObject({ ready: { socketType: 'PAIR', identity: Buffer.alloc(255, 0x1b) } });
    expect(finding).toHaveProperty('ready.properties.length', 10_000);
  });

  it('XM-15 comes to a finding whatever a peer says, and sends nothing but a greeting', () => {
    const start = fc.constantFrom(
      Buffer.alloc(0),
      greeting('NULL').subarray(0, 11),
      greeting('NULL'),
      greeting('\x1b['),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 90 }), (first, rest, size) => {
        const [finding, sent] = hear(Buffer.concat([first, rest]), size, 'closed');
        expect(finding.kind).toBeTypeOf('string');
        expect([11, 64]).toContain(sent.length);
      }),
    );
  });
});
