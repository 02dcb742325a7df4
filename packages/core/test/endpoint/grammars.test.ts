import { describe, expect, it } from 'vitest';
import type { EndpointGrammar } from '../../src/endpoint/index.js';
import {
  ENDPOINT_SYNTAX,
  endpointSyntax,
  formatEndpoint,
  parseEndpoint,
  registerEndpointGrammar,
} from '../../src/endpoint/index.js';

interface Room {
  readonly protocol: 'room';
  readonly number: number | undefined;
}

/** `room://7`, and `room://?` to take one that is free. */
const ROOMS: EndpointGrammar<never> = {
  parse(address, malformed) {
    if (!/^(?:\d+|\?)$/.test(address)) throw malformed('room', address, 'is no number', 'write one, as in "room://7"');
    return { protocol: 'room', number: address === '?' ? undefined : Number(address) } satisfies Room as never;
  },
  format: ({ number }: Room) => `${number ?? '?'}`,
  forConnect(endpoint: Room, text) {
    if (endpoint.number === undefined) throw new RangeError(text);
    return endpoint as never;
  },
  *candidates(endpoint: Room) {
    for (const number of [1, 2]) yield { ...endpoint, number } as never;
  },
};

const asEndpoint = (room: Omit<Room, 'protocol'>): never => ({ protocol: 'room', ...room }) as never;

describe('an engine with a transport of its own', () => {
  const syntax = endpointSyntax(new Map([['room', ROOMS as EndpointGrammar]]));

  it('reads its endpoints, each once, and all others', () => {
    expect(syntax.forBind('room://007')).toEqual({ parsed: asEndpoint({ number: 7 }), text: 'room://7' });
    expect(syntax.forConnect('room://7').text).toBe('room://7');
    expect(syntax.canonical('room://0008')).toBe('room://8');
    expect(syntax.forConnect('tcp://[0:0::1]:5555').text).toBe('tcp://[::1]:5555');
  });

  it('has lists in which they stand beside others', () => {
    const list = syntax.list('@room://?,>tcp://localhost:5555, room://2', 'connect');
    expect(list.map(({ action, endpoint, given }) => [action, endpoint.text, given])).toEqual([
      ['bind', 'room://?', 'room://?'],
      ['connect', 'tcp://localhost:5555', 'tcp://localhost:5555'],
      ['connect', 'room://2', 'room://2'],
    ]);
  });

  it('asks its grammar what can be connected to, and what is to be tried', () => {
    expect(() => syntax.forConnect('room://?')).toThrow(RangeError);
    const tried = [...(syntax.candidates(syntax.forBind('room://?')) ?? [])];
    expect(tried.map(({ text }) => text)).toEqual(['room://1', 'room://2']);
    expect(syntax.candidates(syntax.forBind('tcp://*:*'))).toBeUndefined();
    expect([...(syntax.candidates(syntax.forBind('tcp://*:*[6000-6001]')) ?? [])].map(({ text }) => text)).toEqual([
      'tcp://*:6000',
      'tcp://*:6001',
    ]);
  });

  it('has errors that name the part, and the protocols that there are', () => {
    expect(() => syntax.forBind('room://kitchen')).toThrow('the room "kitchen" is no number');
    expect(() => syntax.forBind('rooom://7')).toThrow(
      /known protocols are room, tcp, ipc, inproc\. Did you mean "room/,
    );
    expect(() => syntax.forBind('room:7')).toThrow('write "room://"');
  });
});

describe('a grammar that is registered', () => {
  it('is known to parseEndpoint and formatEndpoint, and not before', () => {
    expect(() => parseEndpoint('hall://7')).toThrow(expect.objectContaining({ code: 'EPROTONOSUPPORT' }));
    expect(() => formatEndpoint({ protocol: 'hall' } as never)).toThrow(TypeError);
    const hall: EndpointGrammar = {
      parse: (address) => ({ protocol: 'hall', address }) as never,
      format: (endpoint) => (endpoint as unknown as { address: string }).address,
    };
    registerEndpointGrammar('hall', hall);
    expect(parseEndpoint('hall://7')).toEqual({ protocol: 'hall', address: '7' });
    expect(formatEndpoint(parseEndpoint('hall://7'))).toBe('hall://7');
    expect(ENDPOINT_SYNTAX.canonical('hall://7')).toBe('hall://7');
  });

  it('stays, and takes the place of none that is there', () => {
    const other: EndpointGrammar = { parse: () => ({ protocol: 'tcp', wrong: true }) as never, format: () => 'wrong' };
    registerEndpointGrammar('tcp', other);
    registerEndpointGrammar('hall', other);
    expect(formatEndpoint(parseEndpoint('tcp://localhost:1'))).toBe('tcp://localhost:1');
    expect(formatEndpoint(parseEndpoint('hall://8'))).toBe('hall://8');
  });
});
