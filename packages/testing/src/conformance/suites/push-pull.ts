import { expect } from 'vitest';
import type { Suite } from '../suite.js';
import { EVENT_TIMEOUT_MS, eventually, receiveMany, receiveTexts } from '../waiting.js';

/** PUSH and PULL (RFC 30): work shared out in turn, and nothing lost. */
export function pushPull(suite: Suite): void {
  suite.overTransports('PI-01 a PUSH sends to its peers in turn', async (scope) => {
    const push = scope.binding('PUSH');
    const pulls = [1, 2, 3].map(() => scope.connecting('PULL'));
    await scope.join(push, ...pulls);
    for (let index = 0; index < 30; index++) await push.send(`${index}`);
    const got: number[] = [];
    for (const pull of pulls) {
      const part = (await receiveMany(pull, 10)).map(Number);
      // Every third message, in order.
      expect(
        part.slice(1).every((number, index) => number - (part[index] ?? 0) === 3),
        part.join(' '),
      ).toBe(true);
      got.push(...part);
    }
    expect(got.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index));
  });

  suite.overTransports('PI-01 a PUSH that has connected to several sends to them in turn', async (scope) => {
    const pulls = [scope.binding('PULL'), scope.binding('PULL')];
    const push = scope.connecting('PUSH');
    for (const pull of pulls) push.connect(await pull.bind(await scope.endpoint()));
    await push.connected({ peers: 2, timeout: EVENT_TIMEOUT_MS });
    for (let index = 0; index < 10; index++) await push.send(`${index}`);
    for (const pull of pulls) expect(await receiveMany(pull, 5)).toHaveLength(5);
  });

  suite.overWirings('PI-04 SO-05 a PUSH queues from connect() on, in order', async (scope) => {
    const [pull, push] = [scope.binding('PULL'), scope.connecting('PUSH')];
    await scope.attach(pull, push);
    for (let index = 0; index < 100; index++) expect(push.trySend(`${index}`)).toBe(true);
    expect(await receiveMany(pull, 100)).toEqual(Array.from({ length: 100 }, (_, index) => `${index}`));
  });

  suite.overTransports('PI-03 a PULL receives from all its peers, in order of each', async (scope) => {
    const pull = scope.binding('PULL');
    const pushes = [0, 1, 2].map(() => scope.connecting('PUSH'));
    await scope.join(pull, ...pushes);
    for (let index = 0; index < 50; index++)
      for (const [number, push] of pushes.entries()) void push.send([`${number}`, `${index}`]);
    const next = [0, 0, 0];
    for (let count = 0; count < 150; count++) {
      const [number, index] = (await receiveTexts(pull)).map(Number) as [number, number];
      expect(index).toBe(next[number]);
      next[number] = index + 1;
    }
    expect(next).toEqual([50, 50, 50]);
  });

  suite.over('inproc', 'PI-03 fair queue: of three whose messages wait, each has its turn', async (scope) => {
    const pull = scope.binding('PULL');
    const pushes = [0, 1, 2].map(() => scope.connecting('PUSH'));
    await scope.join(pull, ...pushes);
    for (const [number, push] of pushes.entries()) for (let index = 0; index < 5; index++) await push.send(`${number}`);
    const turns = await receiveMany(pull, 15);
    for (let round = 1; round < 4; round++) {
      expect(new Set(turns.slice(round * 3, round * 3 + 3)).size, turns.join(' ')).toBe(3);
    }
  });

  suite.overTransports('SO-04 ventilator, workers, sink: every task is done once', async (scope) => {
    const [ventilator, sink] = [scope.binding('PUSH'), scope.binding('PULL')];
    const from = await ventilator.bind(await scope.endpoint());
    const to = await sink.bind(await scope.endpoint());
    for (const name of ['a', 'b', 'c']) {
      const [pull, push] = [scope.connecting('PULL', {}, `>${from}`), scope.connecting('PUSH', {}, to)];
      void (async () => {
        for await (const task of pull) await push.send([name, task.text()]);
      })();
    }
    await ventilator.connected({ peers: 3, timeout: EVENT_TIMEOUT_MS });
    const tasks = Array.from({ length: 1500 }, (_, index) => index);
    for (const task of tasks) void ventilator.send(`${task}`);
    const done: number[] = [];
    const workers = new Set<string | undefined>();
    while (done.length < tasks.length) {
      const [worker, task] = await receiveTexts(sink);
      workers.add(worker);
      done.push(Number(task));
    }
    expect(done.toSorted((a, b) => a - b)).toEqual(tasks);
    expect(workers.size).toBe(3);
  });

  suite.overTransports('a PULL that leaves gets nothing more; the others go on', async (scope) => {
    const push = scope.binding('PUSH');
    const [leaving, staying] = [scope.connecting('PULL'), scope.connecting('PULL')];
    await scope.join(push, leaving, staying);
    for (const body of ['1', '2']) await push.send(body);
    await receiveTexts(leaving);
    await receiveTexts(staying);
    await leaving.close();
    await eventually('it has left', () => push.stats().peers === 1);
    for (let index = 0; index < 10; index++) await push.send(`${index}`);
    expect(await receiveMany(staying, 10)).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`));
  });

  suite.overTransports('PI-06 SO-03 a peer that leaves between multipart messages tears none apart', async (scope) => {
    const push = scope.binding('PUSH');
    const endpoint = await push.bind(await scope.endpoint());
    for (let round = 0; round < 5; round++) {
      const pull = scope.connecting('PULL', {}, `>${endpoint}`);
      await push.connected({ timeout: EVENT_TIMEOUT_MS });
      for (let index = 0; index < 20; index++) await push.send([`${index}`, 'middle', 'end']);
      for (let count = 0; count < 10; count++) {
        const frames = await receiveTexts(pull);
        expect(frames.slice(1)).toEqual(['middle', 'end']);
      }
      await pull.close();
      await eventually('it has left', () => push.stats().peers === 0);
    }
  });

  suite.overTransports('a PUSH that joins late is heard like the others', async (scope) => {
    const pull = scope.binding('PULL');
    const endpoint = await pull.bind(await scope.endpoint());
    for (const name of ['first', 'second', 'third']) {
      const push = scope.connecting('PUSH', {}, endpoint);
      await push.send(name);
      expect(await receiveTexts(pull)).toEqual([name]);
    }
  });
}
