import { ZMQPull } from '@zeromq-ts/pushpull';
import { watchOwnStats } from '@zeromq-ts/stats';
import { expect, it } from 'vitest';

it('watchOwnStats yields snapshots of the sockets of this process, without a socket of its own', async () => {
  await using tasks = new ZMQPull();
  const endpoint = await tasks.bind('tcp://127.0.0.1:*');
  await using watch = watchOwnStats({ sockets: [tasks], name: 'own', interval: 10 });
  const seen = [];
  for await (const state of watch) {
    seen.push(state);
    if (seen.length === 3) break;
  }
  expect(seen[0]).toMatchObject({ endpoint: '', connected: true, previous: undefined, malformed: 0 });
  expect(seen[2]?.previous).toBe(seen[1]?.snapshot);
  for (const { snapshot } of seen) {
    expect(snapshot).toMatchObject({
      name: 'own',
      pid: process.pid,
      sockets: [{ type: 'PULL', endpoints: [endpoint] }],
    });
  }
});

it('watchOwnStats ends its iterations when it is closed', async () => {
  const watch = watchOwnStats({ interval: 1_000_000 });
  const iterator = watch[Symbol.asyncIterator]();
  expect((await iterator.next()).value?.snapshot).toMatchObject({ zmqstats: 1 });
  const waiting = iterator.next();
  await watch.close();
  expect(await waiting).toMatchObject({ done: true });
});

it('watchOwnStats refuses wrong options', () => {
  expect(() => watchOwnStats({ interval: 1 })).toThrow(/interval is 1/u);
  expect(() => watchOwnStats({ sockets: [1 as never] })).toThrow(/it is no socket/u);
});
