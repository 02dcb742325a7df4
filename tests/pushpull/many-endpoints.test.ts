import { ZMQPush } from '@zeromq-ts/pushpull';
import { describe, expect, it } from 'vitest';

const FEW = 1000;
const MANY = 16_000;

/** The CPU time that it takes to disconnect 500 of this number of endpoints, in milliseconds. */
async function costOfDisconnecting(count: number): Promise<number> {
  const push = new ZMQPush(undefined, { engine: 'zmtp', linger: 0 });
  const endpoints = Array.from({ length: count }, (_, index) => `inproc://many-endpoints-${index}`);
  for (const endpoint of endpoints) push.connect(endpoint);
  const before = process.cpuUsage();
  for (const endpoint of endpoints.slice(0, 500)) push.disconnect(endpoint);
  const { user, system } = process.cpuUsage(before);
  await push.close();
  return (user + system) / 1000;
}

describe('a socket with thousands of endpoints', () => {
  it('disconnects from each as fast as one with a few', async () => {
    const [few, many]: [number[], number[]] = [[], []];
    for (let round = 0; round < 4; round++) {
      few.push(await costOfDisconnecting(FEW));
      many.push(await costOfDisconnecting(MANY));
    }
    expect(Math.min(...many)).toBeLessThan(4 * Math.max(2, Math.min(...few)));
  });

  it('disconnects from the one that is named, and from that of the last connect first', async () => {
    const push = new ZMQPush(undefined, { engine: 'zmtp', linger: 0 });
    for (const name of ['a', 'b', 'a', 'c']) push.connect(`inproc://many-endpoints-${name}`);
    expect(push.trySend('for a')).toBe(true);
    push.disconnect('inproc://many-endpoints-a');
    push.disconnect('inproc://many-endpoints-b');
    push.disconnect('inproc://many-endpoints-a');
    expect(() => push.disconnect('inproc://many-endpoints-a')).toThrow(
      /It is connected to inproc:\/\/many-endpoints-c\./,
    );
    push.disconnect('inproc://many-endpoints-c');
    expect(() => push.disconnect('inproc://many-endpoints-c')).toThrow(/It is connected to nothing\./);
    await push.close();
  });
});
