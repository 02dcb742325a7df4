import { describe, expect, it } from 'vitest';
import { parseEndpoint } from '../../src/endpoint/index.js';
import { ZMQError } from '../../src/errors/zmq-error.js';

function refusal(value: unknown): ZMQError {
  try {
    parseEndpoint(value as string);
  } catch (error) {
    expect(error).toBeInstanceOf(ZMQError);
    return error as ZMQError;
  }
  throw new Error(`${JSON.stringify(value)} was accepted`);
}

/** The endpoint, and what its error says: the part, and what to do. */
type Row = readonly [text: string, says: string];

const texts: Row[] = [
  ['', 'text is empty'],
  [' tcp://localhost:5555', 'whitespace; trim it'],
  ['tcp://localhost:5555\n', 'whitespace; trim it'],
  ['ipc:///tmp/feed ', 'whitespace; trim it'],
  ['tcp://a:1,tcp://b:2', 'is a list of endpoints'],
  ['ipc:///tmp/a, >ipc:///tmp/b', 'is a list of endpoints'],
];

const prefixes: Row[] = [
  ['@tcp://*:5555', 'prefix "@" is out of place'],
  ['>tcp://localhost:5555', 'write "tcp://localhost:5555"'],
  ['@ipc://@feed', 'write "ipc://@feed"'],
];

const protocols: Row[] = [
  [
    'localhost:5555',
    'protocol is missing; an endpoint starts with tcp://, ipc://, inproc://: write "tcp://localhost:5555"',
  ],
  ['*:5555', 'write "tcp://*:5555"'],
  ['/tmp/feed', 'an endpoint starts with tcp://, ipc://, inproc://.'],
  ['://localhost:5555', 'protocol is missing; write "tcp://localhost:5555"'],
  ['tcp:/localhost:5555', 'protocol "tcp" has no "://" after it'],
  ['ipc:/tmp/feed', 'write "ipc://" and then the rest'],
];

const hosts: Row[] = [
  ['tcp://', 'host is missing'],
  ['tcp://:5555', 'host is missing'],
  ['tcp://[]:5555', 'host is missing'],
  ['tcp://in val id:1234', 'host "in val id" has the character " "'],
  ['tcp://a\u0000b:5555', 'has the character "\\u0000"'],
  ['tcp://user@localhost:5555', 'has no user name'],
  ['tcp://localhost/path:5555', 'has no path'],
  ['tcp://bücher.example:5555', 'xn--'],
  ['tcp://🦊:5555', 'has the character "🦊"'],
  ['tcp://*.example.com:5555', '* stands alone'],
  ['tcp://a..b:5555', 'before or after one of its dots'],
  ['tcp://.b:5555', 'before or after one of its dots'],
  ['tcp://-a:5555', 'starts with a hyphen'],
  [`tcp://${'a'.repeat(64)}:5555`, 'is too long'],
  [`tcp://${'a.'.repeat(127)}a:5555`, 'is too long'],
  ['tcp://256.0.0.1:5555', 'host "256.0.0.1" is not an IPv4 address'],
  ['tcp://1.2.3:5555', 'is not an IPv4 address'],
  ['tcp://1.2.3.4.5:5555', 'is not an IPv4 address'],
  ['tcp://127.0.0.01:5555', 'without leading zeros'],
  ['tcp://2130706433:5555', 'is not an IPv4 address'],
  ['tcp://localhost%eth0:5555', 'only an IPv6 address has a zone'],
];

const ipv6Hosts: Row[] = [
  ['tcp://[::', 'has no closing bracket'],
  ['tcp://[::1:5555', 'has no closing bracket'],
  ['tcp://::1]:5555', 'too many colons'],
  ['tcp://[::1]5555', 'after the bracket comes the port'],
  ['tcp://[abcd:1234::1:]0:234', 'after the bracket comes the port'],
  ['tcp://::1:5555', 'host "::1:5555" has no brackets; write "tcp://[::1]:5555"'],
  ['tcp://abcd:1234::1:0:234:123', 'write "tcp://[abcd:1234::1:0:234]:123"'],
  ['tcp://fe80::1%eth0:5555', 'write "tcp://[fe80::1%eth0]:5555"'],
  ['tcp://1:2:3:4:5:6:7:8', 'write "tcp://[1:2:3:4:5:6:7:8]:5555"'],
  ['tcp://a:b:c', 'too many colons'],
  ['tcp://[1::2::3]:5555', 'is not an IPv6 address'],
  ['tcp://[1:2:3:4:5:6:7]:5555', 'is not an IPv6 address'],
  ['tcp://[1:2:3:4:5:6:7:8:9]:5555', 'is not an IPv6 address'],
  ['tcp://[1:2:3:4::5:6:7:8]:5555', 'is not an IPv6 address'],
  ['tcp://[12345::]:5555', 'is not an IPv6 address'],
  ['tcp://[:::]:5555', 'is not an IPv6 address'],
  ['tcp://[::g]:5555', 'is not an IPv6 address'],
  ['tcp://[::1.2.3.256]:5555', 'is not an IPv6 address'],
  ['tcp://[1.2.3.4::]:5555', 'is not an IPv6 address'],
  [`tcp://[${'0'.repeat(1000)}:]:5555`, 'is not an IPv6 address'],
  ['tcp://[fe80::1%]:5555', 'has the wrong zone ""'],
  ['tcp://[fe80::1%0]:5555', 'has the wrong zone "0"'],
  ['tcp://[fe80::1%25eth0]:5555', 'write % and not %25'],
  ['tcp://[fe80::1%a%b]:5555', 'has the wrong zone "a%b"'],
];

const ports: Row[] = [
  ['tcp://localhost', 'port is missing; write it after a colon, as in "tcp://localhost:5555"'],
  ['tcp://[::1]', 'as in "tcp://[::1]:5555"'],
  ['tcp://localhost:', 'port is missing'],
  ['tcp://localhost:invalid', 'port "invalid" is not a decimal number'],
  ['tcp://localhost:-1', 'port "-1" is not a decimal number'],
  ['tcp://localhost:+1', 'is not a decimal number'],
  ['tcp://localhost:1e3', 'is not a decimal number'],
  ['tcp://localhost:0x10', 'is not a decimal number'],
  ['tcp://localhost:567bad', 'is not a decimal number'],
  ['tcp://localhost: 5555', 'is not a decimal number'],
  ['tcp://localhost:5555\u0000', 'is not a decimal number'],
  ['tcp://localhost:٥٥٥٥', 'is not a decimal number'],
  ['tcp://localhost:5555/', 'has no path'],
  ['tcp://localhost:5555,6666', 'each endpoint has its own protocol'],
  ['tcp://a:1,b:2', 'address "a:1,b:2" has a comma; in a list, each endpoint has its own protocol'],
  ['tcp://localhost:65536', 'port "65536" is above 65535'],
  [`tcp://localhost:${'9'.repeat(400)}`, 'is above 65535'],
  ['tcp://localhost:05555', 'has a leading zero; write 5555'],
  ['tcp://localhost:00', 'has the number 0'],
  ['tcp://*:*[6000]', 'is not a range'],
  ['tcp://*:*6000', 'is not a range'],
  ['tcp://*:**', 'is not a range'],
  ['tcp://*:*[a-b]', 'is not a range'],
  ['tcp://*:*[6000-6100', 'is not a range'],
  ['tcp://*:*[6100-6000]', 'is an empty range, 6100 to 6000; the lower end comes first'],
  ['tcp://*:*[-80]', 'is an empty range, 1024 to 80'],
  ['tcp://*:*[0-80]', 'has the number 0'],
  ['tcp://*:![6000-65536]', 'port "![6000-65536]" is above 65535'],
];

const sources: Row[] = [
  ['tcp://;localhost:5555', 'source is missing before the semicolon'],
  ['tcp://eth0:0;', 'host is missing'],
  ['tcp://a:1;b:2;c:3', 'has a second semicolon'],
  ['tcp://eth0:0;localhost', 'port is missing'],
  ['tcp://eth 0:0;localhost:5555', 'source host "eth 0" has the character " "'],
  ['tcp://:0;localhost:5555', 'source host is missing'],
  ['tcp://eth0:;localhost:5555', 'source port is missing'],
  ['tcp://eth0:99999;localhost:5555', 'source port "99999" is above 65535'],
  ['tcp://eth0:!;localhost:5555', 'source port "!" is not one port'],
  ['tcp://eth0:*[1-2];localhost:5555', 'source port "*[1-2]" is not one port'],
  ['tcp://::1;localhost:5555', 'source host "::1" has no brackets'],
];

const locals: Row[] = [
  ['ipc://', 'path is missing'],
  ['ipc://@', 'path "@" is an empty abstract name'],
  ['ipc:///tmp/a\u0000b', 'has the control character U+0000'],
  ['ipc://@a\u007f', 'has the control character U+007F'],
  ['ipc:///tmp/\ud800', 'has the half surrogate pair U+D800'],
  ['inproc://', 'name is missing'],
  ['inproc://a\nb', 'has the control character U+000A'],
  ['inproc://\udfff', 'has the half surrogate pair U+DFFF'],
  [`inproc://${'a'.repeat(256)}`, 'is 256 bytes long; an inproc name has at most 255'],
  [`inproc://${'é'.repeat(128)}`, 'is 256 bytes long'],
];

describe.each([
  ['text', texts],
  ['prefix', prefixes],
  ['protocol', protocols],
  ['host, B-039', hosts],
  ['IPv6 host, A-33', ipv6Hosts],
  ['port, A-33', ports],
  ['source, B-038', sources],
  ['ipc path or inproc name, B-046', locals],
])('a malformed endpoint is EINVAL and says what is wrong and what to do: %s', (_, rows) => {
  it.each(rows)('%j', (text, says) => {
    const error = refusal(text);
    expect(error.code).toBe('EINVAL');
    expect(error.message).toContain(says);
    expect(error.endpoint).toBe(text);
    expect(error.message.length).toBeLessThan(500);
  });
});

describe('an ipc path that no socket address holds is ENAMETOOLONG, B-044', () => {
  it.each([
    ['of 108 octets', `ipc://${'a'.repeat(108)}`],
    ['of 108 octets in fewer characters', `ipc://${'é'.repeat(54)}`],
    ['abstract, 108 octets with its @', `ipc://@${'a'.repeat(107)}`],
  ])('%s', (_, text) => {
    const error = refusal(text);
    expect(error.code).toBe('ENAMETOOLONG');
    expect(error.message).toContain('108 bytes');
    expect(error.endpoint).toBe(text);
  });
});

describe('an unknown protocol is EPROTONOSUPPORT and names those there are, B-039', () => {
  it.each([
    ['tpc://localhost:5555', 'Did you mean "tcp://"?'],
    ['TCP://localhost:5555', 'Did you mean "tcp://"?'],
    ['tcp4://localhost:5555', 'Did you mean "tcp://"?'],
    ['tcpp://localhost:5555', 'Did you mean "tcp://"?'],
    ['icp:///tmp/feed', 'Did you mean "ipc://"?'],
    ['ip:///tmp/feed', 'Did you mean "ipc://"?'],
    ['inprocs://jobs', 'Did you mean "inproc://"?'],
    ['inpoc://jobs', 'Did you mean "inproc://"?'],
    ['tipc://{5560,0}', 'tipc is a transport of libzmq that this library does not support'],
    ['udp://localhost:5555', 'udp is a transport of libzmq'],
    ['http://localhost:5555', 'known protocols are tcp, ipc, inproc.'],
    ['invalid://localhost:1234', 'Unknown protocol "invalid"'],
    ['t\u0000cp://localhost:5555', 'Unknown protocol "t\\u0000cp"'],
    ['localhost:5555://', 'Unknown protocol "localhost:5555"'],
  ])('%j', (text, says) => {
    const error = refusal(text);
    expect(error.code).toBe('EPROTONOSUPPORT');
    expect(error.message).toContain(says);
    expect(error.message).toContain('known protocols are tcp, ipc, inproc.');
  });

  it('suggests nothing for what is like none of them', () => {
    expect(refusal('http://localhost').message).not.toContain('Did you mean');
    expect(refusal('tipc://x').message).not.toContain('Did you mean');
  });
});

describe('something else than a string is EINVAL and is named', () => {
  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [5555, '5555'],
    [Symbol('tcp'), 'Symbol(tcp)'],
    [['tcp://localhost:5555'], 'an array of 1'],
    [{ protocol: 'tcp' }, 'a plain object'],
    [Object.create(null), 'a plain object'],
    [new URL('tcp://localhost:5555'), 'a URL'],
  ])('%o', (value, shown) => {
    const error = refusal(value);
    expect(error.code).toBe('EINVAL');
    expect(error.message).toBe(`An endpoint is a string such as "tcp://localhost:5555", not ${shown}.`);
    expect(error.endpoint).toBeUndefined();
  });
});
