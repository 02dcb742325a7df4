import { describe, expectTypeOf, it } from 'vitest';
import type { EndpointListText, EndpointText } from '../../src/endpoint/index.js';

const connect = <T extends string>(endpoint: EndpointText<T>): string => endpoint;
const attach = <T extends string>(endpoints: EndpointListText<T>): string => endpoints;

describe('the type of an endpoint', () => {
  it('accepts the protocols there are and any text that is not known yet', () => {
    const text: string = 'anything';
    const port = 5555 as number;
    const base = 'tcp://localhost' as string;
    connect('tcp://localhost:5555');
    connect('ipc://*');
    connect('inproc://jobs');
    connect(text);
    connect(`tcp://localhost:${port}`);
    connect(`${base}:5555` as const);
    connect(`${text}://localhost` as const);
    connect(port > 1 ? 'tcp://a:1' : 'ipc://b');
    attach('@tcp://*:5555,>tcp://localhost:1');
    attach('>ipc://@feed');
    attach(text);
  });

  it('refuses a literal with another protocol or none', () => {
    // @ts-expect-error: no such protocol
    connect('tpc://localhost:5555');
    // @ts-expect-error: no protocol
    connect('localhost:5555');
    // @ts-expect-error: the prefixes are for the constructor
    connect('@tcp://*:5555');
    // @ts-expect-error: one of the two is wrong
    connect(Math.random() > 1 ? 'tcp://a:1' : 'tpc://b:1');
    // @ts-expect-error: no such protocol
    attach('@tpc://*:5555');
  });

  it('says in the error what is accepted', () => {
    expectTypeOf<EndpointText<'tpc://x'>>().toEqualTypeOf<
      `tcp://${string}` | `ipc://${string}` | `inproc://${string}`
    >();
  });
});
