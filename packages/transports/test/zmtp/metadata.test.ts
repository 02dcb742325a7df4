import { describe, expect, it } from 'vitest';
import type { HandshakeResult } from '../../src/zmtp/handshake.js';
import { parseMetadata } from '../../src/zmtp/metadata.js';
import { toldFrameLimit } from '../../src/zmtp/size-property.js';
import { ownMetadata } from '../../src/zmtp/socket-type.js';
import { GOLDEN, octets } from './golden.js';
import { command, ready, refusal, side } from './peers.js';

const { greeting31 } = GOLDEN;

/** What a ROUTER makes of a READY. */
function result(input: Buffer): HandshakeResult | undefined {
  const handshake = side('ROUTER');
  handshake.push(Buffer.concat([greeting31, input]));
  return handshake.done;
}

const malformed = (data: string) => refusal(side('ROUTER'), greeting31, command('READY', octets(data))).message;

describe('metadata', () => {
  it('M-01 is a list of names and values', () => {
    const metadata = result(ready(['Socket-Type', 'DEALER'], ['X-one', 'a'], ['X-two', '']))?.metadata;
    expect([...(metadata ?? [])].map(([name, value]) => [name, value.toString()])).toStrictEqual([
      ['socket-type', 'DEALER'],
      ['x-one', 'a'],
      ['x-two', ''],
    ]);
  });

  it.each(['socket-type', 'SOCKET-TYPE', 'sOcKeT-tYpE'])('M-03 may spell a name %s', (name) => {
    expect(result(ready([name, 'DEALER'], ['IDENTITY', 'abc']))).toMatchObject({
      socketType: 'DEALER',
      routingId: Buffer.from('abc'),
    });
  });

  it('M-02 may have names of 1 to 255 characters', () => {
    for (const name of ['x', 'X-a_b.c+9', 'n'.repeat(255)]) expect(result(ready([name, 'v']))?.metadata.size).toBe(1);
  });

  it.each([
    ['an empty name', '00 00 00 00 00'],
    ['a space', '02 "a " 00 00 00 00'],
    ['a control character', '02 "a" 1B 00 00 00 00'],
    ['an octet above 7F', '02 "a" E4 00 00 00 00'],
  ])('M-02 X-08 A-04 is refused for a name with %s', (_, data) => {
    expect(malformed(data)).toContain('a name that is empty, or has other characters');
  });

  it.each([
    ['one stray octet', '01 "a" 00 00 00 00 01'],
    ['two stray octets', '01 "a" 00 00 00 00 01 61'],
    ['three stray octets', '01 "a" 00 00 00 00 01 61 00'],
    ['a name past the end', '05 "ab"'],
    ['a length of three octets', '01 "a" 00 00 00'],
    ['only a name', '01 "a"'],
    ['255 and nothing', 'FF'],
  ])('M-04 X-08 A-04 is refused for %s', (_, data) => {
    expect(malformed(data)).toContain('ends in its name or its length');
  });

  it.each([
    ['one octet more than there is', '00 00 00 02'],
    ['2^31 - 1', '7F FF FF FF'],
    ['2^31', '80 00 00 00'],
    ['2^32 - 1', 'FF FF FF FF'],
  ])('M-04 M-05 X-08 A-01 is refused for a value of %s', (_, length) => {
    expect(malformed(`01 "a" ${length} 61`)).toContain('of which only 1 are present');
  });

  it('M-06 may leave the socket type out, as libzmq lets it', () => {
    expect(result(ready())).toMatchObject({ socketType: undefined, routingId: undefined });
    expect(result(ready(['Identity', 'abc']))).toMatchObject({ routingId: Buffer.from('abc') });
  });

  it('M-10 M-11 may have properties that nobody knows', () => {
    const metadata = result(
      ready(['Socket-Type', 'DEALER'], ['Resource', 'system/test'], ['X-app', '1'], ['Foo', '2']),
    )?.metadata;
    expect(metadata?.get('resource')?.toString()).toBe('system/test');
    expect(metadata?.get('x-app')?.toString()).toBe('1');
  });

  it.each(['Socket-Type', 'Identity'])('M-13 A-21 A-22 is refused when it has %s twice', (name) => {
    const twice = ready([name, 'DEALER'], [name.toUpperCase(), 'DEALER']);
    expect(refusal(side('ROUTER'), greeting31, twice).message).toContain(`${name.toLowerCase()} twice`);
  });

  it('M-13 counts the first of any other that comes twice', () => {
    const metadata = result(ready(['Socket-Type', 'DEALER'], ['X-a', '1'], ['x-A', '2']))?.metadata;
    expect(metadata?.get('x-a')?.toString()).toBe('1');
  });

  it('A-22 may use names of JavaScript, which are names like any other', () => {
    const metadata = result(ready(['__proto__', '1'], ['constructor', '2'], ['User-Id', '3']))?.metadata;
    expect([...(metadata?.keys() ?? [])]).toStrictEqual(['__proto__', 'constructor', 'user-id']);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
    expect(result(ready(['constructor', '2']))?.socketType).toBeUndefined();
  });

  it('A-04 A-39 of thousands of properties takes time in proportion to them', () => {
    const properties = Array.from({ length: 6_000 }, (_, index) => [`X-${index}`, ''] as const);
    const input = ready(...properties);
    const start = process.cpuUsage();
    expect(result(input)?.metadata.size).toBe(6_000);
    expect(process.cpuUsage(start).user).toBeLessThan(500_000);
  });
});

describe('the Identity of the peer', () => {
  it.each(['REQ', 'DEALER', 'ROUTER'])('M-08 is taken from a %s', (type) => {
    expect(result(ready(['Socket-Type', type], ['Identity', 'abc']))?.routingId).toStrictEqual(Buffer.from('abc'));
  });

  it('M-08 is ignored from any other type, whatever it is', () => {
    const handshake = side('PULL');
    const identity = Buffer.alloc(300);
    handshake.push(Buffer.concat([greeting31, ready(['Socket-Type', 'PUSH'], ['Identity', identity])]));
    expect(handshake.done).toMatchObject({ socketType: 'PUSH', routingId: undefined });
  });

  it('M-08 M-09 may be empty, and counts as none then', () => {
    expect(result(ready(['Socket-Type', 'DEALER'], ['Identity', '']))).toMatchObject({ routingId: undefined });
  });

  it('M-09 may have 255 octets of any kind', () => {
    const identity = Buffer.alloc(255, 0xff);
    expect(result(ready(['Socket-Type', 'DEALER'], ['Identity', identity]))?.routingId).toStrictEqual(identity);
  });

  it('A-02 does not keep the rest of the metadata alive', () => {
    const handshake = result(ready(['Identity', 'abc'], ['X-Large', 'x'.repeat(60_000)]));
    expect(handshake?.routingId?.buffer.byteLength).toBeLessThan(10_000);
  });

  it('M-09 X-10 A-21 is refused when it is longer, or begins with a zero octet', () => {
    const long = ready(['Socket-Type', 'DEALER'], ['Identity', Buffer.alloc(256, 0xff)]);
    expect(refusal(side('ROUTER'), greeting31, long).message).toContain('has 256 bytes');
    const reserved = ready(['Socket-Type', 'DEALER'], ['Identity', '\0abc']);
    expect(refusal(side('ROUTER'), greeting31, reserved).message).toContain('zero byte');
  });
});

describe('the largest frame that a socket takes', () => {
  const told = (value: string): number | undefined => {
    const metadata = result(ready(['Socket-Type', 'DEALER'], ['x-max-message-SIZE', value]))?.metadata;
    return metadata && toldFrameLimit(metadata);
  };

  it('is told to the peer when there is a limit, and adds no byte to the handshake when there is none', () => {
    const own = parseMetadata(ownMetadata('PULL', undefined, 1_000));
    expect([...own.keys()]).toStrictEqual(['socket-type', 'x-max-message-size']);
    expect(toldFrameLimit(own)).toBe(1_000);
    expect(toldFrameLimit(parseMetadata(ownMetadata('DEALER', Buffer.from('me'), 0)))).toBe(0);
    expect(ownMetadata('DEALER', Buffer.alloc(0), Infinity)).toStrictEqual(ownMetadata('DEALER', Buffer.alloc(0)));
    expect(toldFrameLimit(parseMetadata(ownMetadata('PULL', undefined)))).toBe(Infinity);
  });

  it('A-04 is no limit at all when it makes no sense', () => {
    expect(told('0')).toBe(0);
    expect(told('9007199254740991')).toBe(2 ** 53 - 1);
    for (const value of ['', '-1', '1e3', '0x10', ' 5', '5 ', '1.5', 'Infinity', '9'.repeat(17), '\u0661']) {
      expect(told(value)).toBe(Infinity);
    }
  });
});
