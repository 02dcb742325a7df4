import type { Program } from '../packaging/programs.js';
import { endpoints, programs } from '../packaging/programs.js';

/** What a test file of a framework begins with, and how it makes timers fake. */
export interface Dialect {
  readonly imports: string;
  readonly useFakeTimers: string;
  readonly useRealTimers: string;
  /** Whether the fake timers can be seen through when they are on before the packages are loaded. */
  readonly early: boolean;
  /** Has modules loaded again; `undefined` where a framework cannot. */
  readonly resetModules?: string;
}

const AT = JSON.stringify(endpoints);

/** Test files by what they show. As JavaScript and as strict TypeScript, as an ES module and as CommonJS. */
export function testFiles(dialect: Dialect): ReadonlyMap<string, string> {
  const files = new Map(programs.map((program) => [program.name, conversation(program)]));
  files.set('fake timers that are turned on after loading', fakeTime(dialect, `import 'zeromq-ts';`));
  if (dialect.early) files.set('fake timers that are on while loading', fakeTime(dialect, ''));
  if (dialect.resetModules !== undefined) files.set('a second copy of each package', twoCopies(dialect.resetModules));
  files.set('sockets that nothing closes', LEFT_OPEN);
  return new Map([...files].map(([subject, text]) => [subject, `${dialect.imports}\n${ASSERT}\n${text}`]));
}

const ASSERT = `import assert from 'node:assert/strict';`;

function conversation({ name, imports, body, expected, beside = [] }: Program): string {
  return `
    ${beside.map((each) => `import '${each}';`).join('\n')}
    import { createSocket } from '@zeromq-ts/core';
    import { ${imports} } from '${name}';

    for (const at of ${AT}) {
      test('messages flow over ' + at, async () => {
        const lines = [''].slice(1);
        const { log } = console;
        console.log = (...values) => void lines.push(values.join(' '));
        try {${body}} finally { console.log = log; }
        assert.deepEqual(lines, ${JSON.stringify(expected)});
      });
    }
  `;
}

function fakeTime({ useFakeTimers, useRealTimers }: Dialect, first: string): string {
  return `
    ${first}
    const real = setTimeout;
    ${useFakeTimers}
    assert.notEqual(setTimeout, real);

    for (const at of ${AT}) {
      test('sockets connect, and messages flow over ' + at, async () => {
        const { ZMQPull, ZMQPush } = await import('zeromq-ts');
        const pull = new ZMQPull();
        const push = new ZMQPush(await pull.bind(at), { heartbeatInterval: 10 });
        await push.connected();
        for (let count = 0; count < 1000; count++) {
          await push.send(String(count));
          assert.equal((await pull.receive()).text(), String(count));
        }
        await push.close();
        await pull.close();
      });
    }

    test('timeouts end, and a lost connection is made again', async () => {
      const { ZMQReply, ZMQRequest } = await import('zeromq-ts');
      const server = new ZMQReply();
      const endpoint = await server.bind('tcp://127.0.0.1:*');
      const client = new ZMQRequest(endpoint, { reconnectInterval: 5 });
      await client.connected();
      await server.close();
      await assert.rejects(client.request('x', { timeout: 20 }), { code: 'EAGAIN' });
      const again = new ZMQReply();
      await again.bind(endpoint);
      const answer = client.request('y', { timeout: 4000, retries: 2 });
      await again.receive();
      await again.send('yes');
      assert.equal((await answer).text(), 'yes');
      await client.close();
      await again.close();
      ${useRealTimers}
    });
  `;
}

function twoCopies(resetModules: string): string {
  return `
    for (const at of ${AT}) {
      test('meets the first over ' + at, async () => {
        const first = await import('zeromq-ts');
        ${resetModules}
        const second = await import('zeromq-ts');
        assert.notEqual(first.ZMQPull, second.ZMQPull);
        const pull = new first.ZMQPull();
        const push = new second.ZMQPush(await pull.bind(at));
        await push.send('across');
        assert.equal((await pull.receive()).text(), 'across');
        await push.close();
        await pull.close();
      });
    }
  `;
}

const LEFT_OPEN = `
  import { ZMQPull, ZMQPush } from 'zeromq-ts';

  for (const at of ${AT}) {
    test('do not keep the tests from ending, over ' + at, async () => {
      const pull = new ZMQPull();
      const push = new ZMQPush(await pull.bind(at));
      await push.send('heard');
      assert.equal((await pull.receive()).text(), 'heard');
    });
  }
`;
