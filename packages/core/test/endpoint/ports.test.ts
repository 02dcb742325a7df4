import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { candidatePorts, DYNAMIC_PORTS, type TcpPort } from '../../src/endpoint/index.js';

const ports = (port: TcpPort, random?: () => number) => [...candidatePorts(port, random)];
const shuffledRange = (first: number, last: number): TcpPort => ({ kind: 'range', first, last, order: 'random' });

describe('the ports to try', () => {
  it('are the one port, when it is fixed', () => {
    expect(ports({ kind: 'fixed', number: 5555 })).toStrictEqual([5555]);
  });

  it('are left to the operating system for * and 0, B-032', () => {
    expect(ports({ kind: 'any' })).toStrictEqual([0]);
  });

  it('are those of a * range in order, both ends included', () => {
    expect(ports({ kind: 'range', first: 6000, last: 6003, order: 'ascending' })).toStrictEqual([
      6000, 6001, 6002, 6003,
    ]);
  });

  it('are those of a ! range in the order chance gives, each once', () => {
    expect(ports(shuffledRange(6000, 6003), () => 0)).toStrictEqual([6000, 6003, 6002, 6001]);
    expect(ports(shuffledRange(6000, 6003), () => 0.999)).toStrictEqual([6003, 6002, 6001, 6000]);
  });

  it('are all the dynamic ones for !', () => {
    const all = ports({ kind: 'random' });
    expect(new Set(all).size).toBe(16_384);
    expect(Math.min(...all)).toBe(DYNAMIC_PORTS.first);
    expect(Math.max(...all)).toBe(DYNAMIC_PORTS.last);
  });

  it('differ from one time to the next for !', () => {
    const firsts = Array.from({ length: 20 }, () => candidatePorts({ kind: 'random' }).next().value);
    expect(new Set(firsts).size).toBeGreaterThan(1);
  });

  it('never repeat, leave the range or miss a port, whatever the chance', () => {
    const chance = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 65_535 }),
        fc.integer({ min: 0, max: 50 }),
        chance,
        (first, more, stream) => {
          const last = Math.min(first + more, 65_535);
          const tried = ports(shuffledRange(first, last), () => stream.next().value ?? 0);
          const inOrder = Array.from({ length: last - first + 1 }, (_, index) => first + index);
          expect([...tried].sort((a, b) => a - b)).toStrictEqual(inOrder);
        },
      ),
    );
  });

  it('cost nothing ahead: the first of all ports comes without a list of them', () => {
    const start = process.cpuUsage();
    for (let turn = 0; turn < 10_000; turn++) candidatePorts(shuffledRange(1, 65_535)).next();
    // Listing 65 535 ports ten thousand times would take seconds.
    expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
  });
});
