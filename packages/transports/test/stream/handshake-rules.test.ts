import { describe, expect, it } from 'vitest';
import { tcp as tcpTransport } from '../../src/tcp/index.js';
import { Party } from './party.js';
import { greeting, RawPeer, ready } from './raw-peer.js';

const tcp = tcpTransport();

/** A command frame. */
const command = (name: string, data: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.concat([Buffer.of(4, 1 + name.length + data.byteLength, name.length), Buffer.from(name), data]);

const NULL_CASES = [
  ['ERR_ZMTP_MECHANISM_MISMATCH', 'another mechanism', [greeting(1, 'PLAIN')]],
  ['ERR_ZMTP_UNSPECIFIED', 'another protocol', [Buffer.from('GET / HTTP/1.1\r\n\r\n')]],
  ['ERR_ZMTP_UNEXPECTED_COMMAND', 'another command than READY', [greeting(), command('HELLO')]],
  ['ERR_ZMTP_UNEXPECTED_COMMAND', 'a message before READY', [greeting(), Buffer.from('\0\u0001x', 'latin1')]],
  ['ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED', 'a command without a name', [greeting(), Buffer.of(4, 1, 0)]],
  ['ERR_ZMTP_MALFORMED_COMMAND_UNSPECIFIED', 'reserved flags', [greeting(), Buffer.of(0x84, 1, 0)]],
  ['ERR_ZMTP_MALFORMED_COMMAND_ERROR', 'an ERROR that is cut off', [greeting(), command('ERROR', Buffer.of(9, 97))]],
  ['ERR_ZMTP_INVALID_METADATA', 'metadata that are cut off', [greeting(), command('READY', Buffer.of(5, 97))]],
  ['ERR_ZMTP_INVALID_METADATA', 'a socket type that does not fit', [greeting(), ready('SUB')]],
  ['ERR_ZMTP_INVALID_METADATA', 'a reserved routing id', [greeting(), ready('DEALER', '\0a')]],
] as const;

const PLAIN_CASES = [
  ['ERR_ZMTP_UNEXPECTED_COMMAND', 'INITIATE before HELLO', [greeting(1, 'PLAIN'), command('INITIATE')]],
  [
    'ERR_ZMTP_MALFORMED_COMMAND_HELLO',
    'a HELLO that is cut off',
    [greeting(1, 'PLAIN'), command('HELLO', Buffer.of(9))],
  ],
] as const;

describe('a handshake that fails names the rule that was broken', () => {
  it.each(NULL_CASES)('%s: %s', async (rule, _what, bytes) => {
    const party = new Party('ROUTER');
    RawPeer.to(await party.listen(tcp, 'tcp://127.0.0.1:*')).send(...bytes);
    await party.news.until('the failure', () => party.failures.length > 0);
    expect(party.failures[0]?.rule).toBe(rule);
  });

  it.each(PLAIN_CASES)('%s: %s', async (rule, _what, bytes) => {
    const party = new Party('ROUTER', { plainServer: true, authenticate: () => true } as never);
    RawPeer.to(await party.listen(tcp, 'tcp://127.0.0.1:*')).send(...bytes);
    await party.news.until('the failure', () => party.failures.length > 0);
    expect(party.failures[0]?.rule).toBe(rule);
  });

  it('and none when the peer leaves, or an authenticator refuses it', async () => {
    const left = new Party('ROUTER');
    RawPeer.to(await left.listen(tcp, 'tcp://127.0.0.1:*')).socket.end(greeting());
    await left.news.until('the failure', () => left.failures.length > 0);
    expect(left.failures[0]).toMatchObject({ opened: true, error: expect.any(Error) });
    expect(left.failures[0]?.rule).toBeUndefined();
    const refusing = new Party('ROUTER', { plainServer: true, authenticate: () => false } as never);
    RawPeer.to(await refusing.listen(tcp, 'tcp://127.0.0.1:*')).send(
      greeting(1, 'PLAIN'),
      command('HELLO', Buffer.of(1, 97, 1, 98)),
    );
    await refusing.news.until('the failure', () => refusing.failures.length > 0);
    expect(refusing.failures[0]).toMatchObject({ status: 400 });
    expect(refusing.failures[0]?.rule).toBeUndefined();
  });
});
