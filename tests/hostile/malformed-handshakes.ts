import { cancel, command, frame, longHeader, octets, ping, property, ready, readyOf, subscribe } from './octets.js';

/** What a peer may say where its READY is due, and what becomes of it. */
export interface MalformedHandshake {
  /** The numbers, and what it is. */
  readonly what: string;
  readonly bytes: Buffer;
  /** What the event says. */
  readonly says: RegExp;
  /** What the peer is told before its connection is closed, when it is told anything. */
  readonly reply?: RegExp;
}

const row = (what: string, bytes: Buffer, says: RegExp, reply?: RegExp): MalformedHandshake => ({
  what,
  bytes,
  says,
  ...(reply === undefined ? {} : { reply }),
});

/** All of them have fewer octets than this. */
export const bounded = 2000;

const ERROR = /ERROR.Invalid socket type/;
const malformed = (what: string, bytes: Buffer): MalformedHandshake => row(what, bytes, /malformed|truncated/);

export const MALFORMED: readonly MalformedHandshake[] = [
  row('X-05 a message', octets('00 04 "data"'), /message before its handshake/),
  row('X-05 a READY that is a message', octets('00 05 "READY"'), /message before its handshake/),
  row('X-05 A-09 a second greeting', octets('FF 00*8 7F 03 01 "NULL" 00*48'), /reserved/),
  row('X-06 an unknown command', command('HOWDY'), /another command/),
  row('X-06 a command in small letters', command('ready'), /another command/),
  row('X-06 HELLO, of another mechanism', command('HELLO', octets('01 "a" 01 "b"')), /another command/),
  row('X-06 A-04 a command without a name', octets('04 00'), /name is empty or cut off/),
  row('X-06 A-04 a command with an empty name', octets('04 01 00'), /name is empty or cut off/),
  row('X-06 A-04 a name of one octet more than there are', octets('04 06 06 "READY"'), /name is empty or cut off/),
  row('X-06 A-04 a name of 255 octets, of which there are ten', octets('04 0B FF 78*10'), /name is empty or cut off/),
  row('X-06 A-04 a name of 255 octets', frame(4, octets('FF 78*255')), /another command/),
  row('X-07 PING', ping(10, 'x'), /another command/),
  row('X-07 PONG', command('PONG'), /another command/),
  row('X-07 SUBSCRIBE', subscribe('topic'), /another command/),
  row('X-07 CANCEL', cancel('topic'), /another command/),
  malformed('X-08 an octet after the properties', command('READY', octets(property('Socket-Type', 'PUSH'), '00'))),
  malformed('X-08 three octets after the properties', command('READY', octets(property('A', 'b'), '01 41 00'))),
  malformed('X-08 A-04 READY with one octet', command('READY', octets('01'))),
  malformed('X-08 A-04 a property name that runs past the end', command('READY', octets('FF 41'))),
  malformed('X-08 A-04 a value that runs past the end by one', command('READY', octets('01 41 00000002 "x"'))),
  malformed('X-08 a value of 2^31 octets', command('READY', octets('01 41 80000000 "x"'))),
  malformed('X-08 a value of 2^32 - 1 octets', command('READY', octets('01 41 FFFFFFFF "x"'))),
  malformed('X-08 a property without a name', command('READY', octets('00 00000000'))),
  malformed('X-08 a property name with a space', command('READY', property('So cket', 'x'))),
  malformed('X-08 a property name with a control character', command('READY', property('A\x1b', 'x'))),
  malformed('A-29 ERROR whose reason runs past the end', command('ERROR', octets('FF "400"'))),
  malformed('A-29 ERROR without a reason', command('ERROR')),
  row('A-29 ERROR', command('ERROR', octets('03 "xyz"')), /refused this connection: "xyz"/),
  row('X-09 a socket type that does not fit', readyOf('SUB'), /is a SUB; a \w+ takes/, ERROR),
  row('X-09 a socket type in small letters', readyOf('push'), /unknown socket type/, ERROR),
  row('X-09 an unknown socket type', readyOf('\x1b[2J'), /unknown socket type/, ERROR),
  row('X-09 an empty socket type', readyOf(''), /unknown socket type/, ERROR),
  row('X-09 a socket type of 1000 octets', readyOf('P'.repeat(1000)), /unknown socket type/, ERROR),
  malformed(
    'X-09 A-22 two socket types',
    command('READY', octets(property('Socket-Type', 'PUSH'), property('Socket-Type', 'PULL'))),
  ),
  malformed(
    'X-10 A-22 two identities, in other letters',
    command('READY', octets(property('Identity', 'a'), property('IDENTITY', 'b'))),
  ),
  row('X-10 A-21 an Identity of 256 octets', ready({ Identity: 'x'.repeat(256) }), /256 bytes; the maximum is 255/),
  row('X-10 A-21 an Identity that begins with zero', ready({ Identity: octets('00 01020304') }), /zero byte/),
  row('X-11 A-01 a command of 65 537 octets', longHeader(6, 65_537), /65537 bytes; at most 65536/),
  row('X-11 A-01 a command of 2^31 octets', longHeader(6, 2n ** 31n), /2147483648 bytes/),
  row('X-11 A-01 a command of 2^63 - 1 octets', longHeader(6, 2n ** 63n - 1n), /9223372036854775807 bytes/),
  row('X-11 A-01 a command of 2^64 - 1 octets', longHeader(6, 2n ** 64n - 1n), /18446744073709551615 bytes/),
  row('X-12 reserved flags', octets('0C 06 05 "READY"'), /0x0c: bits 3 to 7 are reserved/),
  row('X-13 a command with MORE', octets('05 06 05 "READY"'), /0x05: a command is one frame/),
];
