import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EngineName } from '@zeromq-ts/core';
import { RpcClient, type RpcError, service } from '@zeromq-ts/rpc';
import { freePort } from '@zeromq-ts/testing/conformance';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';

const ENGINES: readonly EngineName[] = ['zmtp', 'libzmq'];
const KILLS = 5;

const methods = service({ again: { idempotent: true }, once: {} });
const children = new Set<ChildProcess>();

beforeAll(() => assertBuilt());

afterEach(async () => {
  for (const child of children) {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }
});

interface Server {
  readonly child: ChildProcess;
  readonly endpoint: string;
}

async function start(at?: string): Promise<Server> {
  // Where it can be started again: no connection of another process takes the port meanwhile.
  const where = at ?? `tcp://127.0.0.1:${await freePort()}`;
  const child = fork(join(import.meta.dirname, 'server.mjs'), [where], { execArgv: [] });
  children.add(child);
  child.on('exit', () => children.delete(child));
  const [{ endpoint }] = (await once(child, 'message')) as [{ endpoint: string }];
  return { child, endpoint };
}

/** Kills a server whenever it has begun some calls, and starts another one in its place, {@link KILLS} times in all. */
function endanger({ child, endpoint }: Server, killed: { count: number }): void {
  let begun = 0;
  child.on('message', () => {
    if (++begun < 20 || killed.count === KILLS) return;
    begun = -Infinity;
    killed.count++;
    child.once('exit', () => void replace(endpoint, killed));
    child.kill('SIGKILL');
  });
}

async function replace(endpoint: string, killed: { count: number }): Promise<void> {
  endanger(await start(endpoint), killed);
}

describe.each(ENGINES)('a client on the engine %s', (engine) => {
  it('has an answer to every idempotent call, though servers are killed in the middle of theirs', async () => {
    const servers = [await start(), await start()];
    const killed = { count: 0 };
    for (const server of servers) endanger(server, killed);
    await using client = new RpcClient(
      methods,
      servers.map(({ endpoint }) => endpoint),
      { retries: KILLS, maxInFlight: 16, socket: { engine } },
    );
    const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => client.call.again(index)));
    for (const [index, answer] of answers.entries()) expect(`${answer}`.split(' ')[0]).toBe(`${index}`);
    expect(killed.count).toBe(KILLS);
  });

  it('has an answer or UNAVAILABLE for every other call, and carries on with the next server', async () => {
    const servers = [await start(), await start()];
    const killed = { count: 0 };
    for (const server of servers) endanger(server, killed);
    await using client = new RpcClient(
      methods,
      servers.map(({ endpoint }) => endpoint),
      { maxInFlight: 16, socket: { engine } },
    );
    const outcomes = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        client.call.once(index).then(
          (answer) => `${answer}`.split(' ')[0] === `${index}`,
          ({ code }: RpcError) => code,
        ),
      ),
    );
    expect(new Set(outcomes)).toEqual(new Set([true, 'UNAVAILABLE']));
    // No more than were under way at a server that was killed.
    expect(outcomes.filter((outcome) => outcome !== true).length).toBeLessThanOrEqual(16 * KILLS);
    expect(await client.call.once('last')).toContain('last');
  });

  it('with heartbeats, leaves a server that is silent, and sends its idempotent calls to another one', async () => {
    const [silent, other] = [await start(), await start()];
    await using client = new RpcClient(methods, silent.endpoint, {
      socket: { engine, heartbeatInterval: 20, heartbeatTimeout: 100 },
    });
    expect(await client.call.again('first')).toBe(`first ${silent.child.pid}`);
    silent.child.kill('SIGSTOP');
    const call = client.call.again('second');
    client.connect(other.endpoint);
    expect(await call).toBe(`second ${other.child.pid}`);
  });

  it('does not keep its process alive when its calls are over, and does until then', async () => {
    const { endpoint } = await start();
    const program = join(import.meta.dirname, 'client.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [program, endpoint], {
      env: { ...process.env, ZMQ_ENGINE: engine },
      timeout: 20_000,
    });
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual(['1', '2', 'UNAVAILABLE', '']);
  });
});
