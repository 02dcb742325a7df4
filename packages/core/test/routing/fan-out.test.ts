import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DropListener, FanOutMember, Pipe } from '../../src/spi.js';
import { FanOut } from '../../src/spi.js';
import { FakePipe } from '@zeromq-ts/testing';

class Witness implements DropListener {
  readonly drops: string[] = [];

  dropped(reason: string, count: number, pipe?: Pipe): void {
    this.drops.push(`${count} ${reason} ${(pipe as FakePipe).name}`);
  }
}

function fanOutOf(...names: string[]): { fanOut: FanOut; pipes: FakePipe[]; members: FanOutMember[] } {
  const fanOut = new FanOut();
  const pipes = names.map((name) => new FakePipe(name));
  return { fanOut, pipes, members: pipes.map((pipe) => fanOut.add(pipe)) };
}

describe('a FanOut', () => {
  it('writes to those marked, once however often they were, PB-11', () => {
    const { fanOut, pipes, members } = fanOutOf('a', 'b', 'c', 'd');
    for (const index of [2, 0, 2, 0]) fanOut.mark(members[index] as FanOutMember);
    fanOut.send('1', new Witness());
    fanOut.mark(members[3] as FanOutMember);
    fanOut.send('2', new Witness());
    fanOut.send('to nobody', new Witness());
    expect(pipes.map((pipe) => pipe.take())).toStrictEqual([['1'], [], ['1'], ['2']]);
  });

  it('drops for those that are full, and only for them, PB-01', () => {
    const { fanOut, pipes } = fanOutOf('a', 'b', 'c');
    (pipes[1] as FakePipe).room = 1;
    const witness = new Witness();
    for (let index = 0; index < 3; index++) {
      fanOut.markAll();
      expect(fanOut.full).toBe(index > 0);
      fanOut.send(`${index}`, witness);
    }
    expect(pipes.map((pipe) => pipe.take().length)).toStrictEqual([3, 1, 3]);
    expect(witness.drops).toStrictEqual(['1 full b', '1 full b']);
  });

  it('can write to those not marked instead, B-082', () => {
    const { fanOut, pipes, members } = fanOutOf('a', 'b', 'c');
    fanOut.mark(members[1] as FanOutMember);
    fanOut.invert();
    fanOut.send('x', new Witness());
    fanOut.markAll();
    fanOut.invert();
    fanOut.send('y', new Witness());
    expect(pipes.map((pipe) => pipe.take())).toStrictEqual([['x'], [], ['x']]);
  });

  it('does what a set does, whoever comes and leaves', () => {
    const step = fc.record({ do: fc.constantFrom('add', 'remove', 'mark', 'send', 'invert'), who: fc.nat(6) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
        const fanOut = new FanOut();
        const members = new Map<number, FanOutMember>();
        let marked = new Set<number>();
        for (const { do: action, who } of steps) {
          const member = members.get(who);
          if (action === 'add' && member === undefined) members.set(who, fanOut.add(new FakePipe(`${who}`)));
          else if (action === 'remove' && member !== undefined) {
            fanOut.remove(member);
            fanOut.remove(member);
            members.delete(who);
            marked.delete(who);
          } else if (action === 'mark' && member !== undefined) {
            fanOut.mark(member);
            marked.add(who);
          } else if (action === 'invert') {
            fanOut.invert();
            marked = new Set([...members.keys()].filter((each) => !marked.has(each)));
          } else if (action === 'send') {
            fanOut.send('x', new Witness());
            const got = [...members].filter(([, each]) => (each.pipe as FakePipe).take().length === 1);
            expect(new Set(got.map(([each]) => each))).toStrictEqual(marked);
            marked = new Set();
          }
        }
      }),
    );
  });
});
