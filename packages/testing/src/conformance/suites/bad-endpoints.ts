import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { expectRefusal } from '../waiting.js';

/** Wrong for bind and for connect, with the part that the error names. */
const MALFORMED: readonly (readonly [endpoint: unknown, code: string, says: RegExp])[] = [
  ['', 'EINVAL', /empty/],
  ['localhost:5555', 'EINVAL', /protocol/],
  ['tcp:/localhost:5555', 'EINVAL', /protocol/],
  ['tcp://', 'EINVAL', /host/],
  ['tcp://localhost', 'EINVAL', /port/],
  ['tcp://localhost:', 'EINVAL', /port/],
  ['tcp://localhost:abc', 'EINVAL', /port "abc"/],
  ['tcp://localhost:65536', 'EINVAL', /port "65536"/],
  ['tcp://localhost:-1', 'EINVAL', /port "-1"/],
  ['tcp://in val id:1234', 'EINVAL', /host/],
  ['tcp://256.0.0.1:5555', 'EINVAL', /host/],
  ['tcp://[::1:5555', 'EINVAL', /bracket/],
  ['tcp://localhost:5555 ', 'EINVAL', /whitespace/],
  ['ipc://', 'EINVAL', /path/],
  ['ipc://@', 'EINVAL', /path/],
  ['inproc://', 'EINVAL', /name/],
  [`inproc://${'x'.repeat(300)}`, 'EINVAL', /name/],
  ['udp://localhost:5555', 'EPROTONOSUPPORT', /udp.*tcp, ipc, inproc/],
  ['foo://bar', 'EPROTONOSUPPORT', /foo.*tcp, ipc, inproc/],
  ['TPC://localhost:5555', 'EPROTONOSUPPORT', /tcp/],
  [5555, 'EINVAL', /5555/],
  [null, 'EINVAL', /null/],
  [undefined, 'EINVAL', /undefined/],
  [{ host: 'localhost' }, 'EINVAL', /object/],
  [new URL('tcp://localhost:5555'), 'EINVAL', /URL/],
];

/** Endpoints that are wrong, wherever they are given. */
export function badEndpoints(suite: Suite): void {
  for (const [endpoint, code, says] of MALFORMED) {
    suite.it(`${show(endpoint)} is ${code} for bind, which rejects, and connect, which throws`, async (scope) => {
      const socket = scope.binding('DEALER');
      await expectRefusal(socket.bind(endpoint as string), code, says);
      await expectRefusal(() => socket.connect(endpoint as string), code, says);
      expect(socket.endpoint).toBeNull();
    });

    // A constructor's list may have spaces round its endpoints; without an endpoint it neither binds nor connects.
    if (endpoint === undefined || (typeof endpoint === 'string' && endpoint.endsWith(' '))) continue;
    suite.it(`${show(endpoint)} is ${code} for the constructor, alone and in a list`, async (scope) => {
      await expectRefusal(() => scope.binding('DEALER', {}, endpoint as string), code);
      const list = ['inproc://good', endpoint] as string[];
      await expectRefusal(() => scope.binding('DEALER', {}, list), code);
    });
  }

  for (const endpoint of ['tcp://*:5555', 'tcp://127.0.0.1:*', 'tcp://127.0.0.1:0', 'tcp://127.0.0.1:!', 'ipc://*']) {
    suite.it(`${endpoint} is for bind: connect refuses it with EINVAL, and says so`, async (scope) => {
      const socket = scope.connecting('DEALER');
      await expectRefusal(() => socket.connect(endpoint), 'EINVAL', /bind/);
      await expectRefusal(() => scope.connecting('DEALER', {}, `>${endpoint}`), 'EINVAL', /bind/);
    });
  }

  suite.it('a source address is for connect: bind refuses it with EINVAL', async (scope) => {
    await expectRefusal(scope.binding('DEALER').bind('tcp://127.0.0.1:0;127.0.0.1:5555'), 'EINVAL', /source/);
  });

  suite.it('prefixes and lists are for constructors: bind and connect refuse them with EINVAL', async (scope) => {
    const socket = scope.binding('DEALER');
    for (const endpoint of ['@inproc://a', '>inproc://a', 'tcp://127.0.0.1:5555,tcp://127.0.0.1:5556']) {
      await expectRefusal(socket.bind(endpoint), 'EINVAL');
      await expectRefusal(() => socket.connect(endpoint), 'EINVAL');
    }
  });

  suite.it('lists with empty places are EINVAL for the constructor', async (scope) => {
    for (const endpoint of [
      'inproc://a,',
      ',inproc://a',
      'inproc://a,,inproc://b',
      '@',
      '>',
      ' ',
      [''],
      ['inproc://a', ''],
    ]) {
      await expectRefusal(() => scope.binding('DEALER', {}, endpoint), 'EINVAL');
    }
  });

  suite.it('when one endpoint of a list is wrong, none of them is bound', async (scope) => {
    const endpoint = await scope.endpoint();
    await expectRefusal(() => scope.binding('DEALER', {}, [`@${endpoint}`, 'tcp://wrong']), 'EINVAL');
    await scope.binding('DEALER').bind(endpoint);
  });

  suite.it('unbind and disconnect refuse what is no endpoint', async (scope) => {
    const socket = scope.binding('DEALER');
    for (const endpoint of ['nonsense', '', 5, null, undefined]) {
      await expectRefusal(socket.unbind(endpoint as string), 'EINVAL');
      await expectRefusal(() => socket.disconnect(endpoint as string), 'EINVAL');
    }
  });

  suite.it('options in the place of the endpoint are EINVAL, and the text says where they go', async (scope) => {
    await expectRefusal(() => scope.binding('DEALER', {}, { linger: 0 } as never), 'EINVAL', /[Oo]ptions/);
  });
}

function show(endpoint: unknown): string {
  if (typeof endpoint === 'string')
    return JSON.stringify(endpoint.length > 40 ? `${endpoint.slice(0, 40)}…` : endpoint);
  return endpoint instanceof URL ? 'a URL' : (JSON.stringify(endpoint) ?? 'undefined');
}
