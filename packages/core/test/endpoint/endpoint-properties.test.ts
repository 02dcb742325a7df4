import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Endpoint,
  formatEndpoint,
  parseEndpoint,
  parseEndpointList,
  type TcpHost,
  type TcpPort,
} from '../../src/endpoint/index.js';
import { canonicalIpv6 } from '../../src/endpoint/ipv6.js';
import { ZMQError } from '../../src/errors/zmq-error.js';

const octet = fc.integer({ min: 0, max: 255 });
const portNumber = fc.integer({ min: 1, max: 65_535 });
const letter = (letters: string) => fc.constantFrom(...letters);
const label = fc
  .tuple(letter('abcXYZ_'), fc.string({ unit: letter('abcXYZ019-_'), maxLength: 20 }))
  .map(([first, rest]) => first + rest);

const any = fc.constant({ kind: 'any' } as const);
const fixed = portNumber.map((number) => ({ kind: 'fixed', number }) as const);
const zoneId = fc.oneof(
  label.filter((text) => !text.startsWith('_')),
  portNumber.map(String),
);
const ipv6Address = fc
  .array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })), { minLength: 8, maxLength: 8 })
  .map((groups) => canonicalIpv6(groups.map((group) => group.toString(16)).join(':')) ?? '');

const host: fc.Arbitrary<TcpHost> = fc.oneof(
  any,
  fc.tuple(octet, octet, octet, octet).map((octets) => ({ kind: 'ipv4', address: octets.join('.') }) as const),
  ipv6Address.map((address) => ({ kind: 'ipv6', address }) as const),
  fc.tuple(ipv6Address, zoneId).map(([address, zone]) => ({ kind: 'ipv6', address, zone }) as const),
  fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => ({ kind: 'name', name: labels.join('.') }) as const),
);
const port: fc.Arbitrary<TcpPort> = fc.oneof(
  fixed,
  any,
  fc.constant({ kind: 'random' } as const),
  fc
    .tuple(portNumber, portNumber, fc.constantFrom('ascending' as const, 'random' as const))
    .map(([a, b, order]) => ({ kind: 'range', first: Math.min(a, b), last: Math.max(a, b), order }) as const),
);
/** Any text that ends in no whitespace and has no second endpoint in it. */
const localName = fc
  .string({
    unit: fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), letter('@>*,:/ ab')),
    minLength: 1,
    maxLength: 26,
  })
  .filter((text) => !/\p{Cc}|\s$|\uFEFF$|,.*:\/\//su.test(text));

const endpoints: fc.Arbitrary<Endpoint> = fc.oneof(
  fc.record(
    {
      protocol: fc.constant('tcp'),
      host,
      port,
      source: fc.record({ host, port: fc.oneof(fixed, any) }, { noNullPrototype: true }),
    },
    { requiredKeys: ['protocol', 'host', 'port'], noNullPrototype: true },
  ) as fc.Arbitrary<Endpoint>,
  localName
    .filter((path) => path !== '*' && !path.startsWith('@'))
    .map((path): Endpoint => ({ protocol: 'ipc', address: { kind: 'pathname', path } })),
  localName.map((name): Endpoint => ({ protocol: 'ipc', address: { kind: 'abstract', name } })),
  fc.constant<Endpoint>({ protocol: 'ipc', address: { kind: 'wildcard' } }),
  localName.map((name): Endpoint => ({ protocol: 'inproc', name })),
);

/** Texts that are nearly endpoints, to get past the first check. */
const nearly = fc
  .tuple(
    fc.constantFrom('', '@', '>', ' '),
    fc.constantFrom('tcp', 'ipc', 'inproc', 'tpc', ''),
    fc.constantFrom('://', ':/', '//', ''),
    fc.array(
      fc.oneof(
        letter('[]%*!@>;:,.-_/0129af \u0000\n\ud800é'),
        fc.constantFrom('::', '127.0.0.1', 'localhost', '65536', '*[', '-]', 'tcp://', '%eth0', ',@ipc://'),
        fc.string({ unit: 'binary', maxLength: 3 }),
      ),
      { maxLength: 12 },
    ),
  )
  .map(([prefix, protocol, mark, rest]) => prefix + protocol + mark + rest.join(''));

const CODES = ['EINVAL', 'EPROTONOSUPPORT', 'ENAMETOOLONG'];

function parseOrRefuse<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ZMQError) || !CODES.includes(error.code)) throw error;
    expect(error.message.length).toBeLessThan(1000);
    return undefined;
  }
}

describe('parsing and formatting', () => {
  it('parse undoes format', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        expect(parseEndpoint(formatEndpoint(endpoint))).toStrictEqual(endpoint);
      }),
      { numRuns: 2000 },
    );
  });

  it('format undoes parse on what format wrote', () => {
    fc.assert(
      fc.property(endpoints, (endpoint) => {
        const text = formatEndpoint(endpoint);
        expect(formatEndpoint(parseEndpoint(text))).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('whatever is accepted, is accepted again in canonical form, and means the same', () => {
    fc.assert(
      fc.property(nearly, (text) => {
        const endpoint = parseOrRefuse(() => parseEndpoint(text));
        if (endpoint !== undefined) expect(parseEndpoint(formatEndpoint(endpoint))).toStrictEqual(endpoint);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('arbitrary text is parsed or refused with a ZMQError, never anything else, A-33', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    nearly,
  );

  it('as one endpoint', () => {
    fc.assert(
      fc.property(texts, (text) => void parseOrRefuse(() => parseEndpoint(text))),
      { numRuns: 5000 },
    );
  });

  it('as a list', () => {
    fc.assert(
      fc.property(
        fc.oneof(texts, fc.array(texts, { maxLength: 3 })),
        fc.constantFrom('bind', 'connect'),
        (value, action) => {
          for (const { text } of parseOrRefuse(() => parseEndpointList(value, action)) ?? []) parseEndpoint(text);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('as anything that is no text', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true, withTypedArray: true }), (value) => {
        parseOrRefuse(() => parseEndpoint(value as string));
        parseOrRefuse(() => parseEndpointList(value as string, 'bind'));
      }),
    );
  });

  it.each([
    ['commas', ','],
    ['commas and spaces', ', '],
    ['commas and letters', ',a'],
    ['colons', ':'],
    ['brackets', '['],
    ['percent signs', '%'],
    ['semicolons', ';'],
    ['dots', '.'],
    ['spaces', ' '],
    ['digits', '9'],
    ['protocols', 'tcp://'],
  ])('in time linear in its length: a million %s', (_, unit) => {
    const long = unit.repeat(1_000_000 / unit.length);
    for (const text of [long, `tcp://${long}`, `tcp://a:${long}`, `ipc://${long}x`, `a${long}x`]) {
      parseOrRefuse(() => parseEndpoint(text));
      parseOrRefuse(() => parseEndpointList(text, 'connect'));
    }
  });
});
