import { describe, expect, it } from 'vitest';
import { LoadBalancer } from '../../src/spi.js';
import { FakePipe } from '@zeromq-ts/testing';

function balancerOf(...names: string[]): { balancer: LoadBalancer; pipes: FakePipe[] } {
  const balancer = new LoadBalancer();
  const pipes = names.map((name) => new FakePipe(name));
  for (const pipe of pipes) balancer.add(pipe);
  return { balancer, pipes };
}

describe('a LoadBalancer', () => {
  it('sends to its pipes in turn, PI-01', () => {
    const { balancer, pipes } = balancerOf('a', 'b', 'c');
    for (let index = 0; index < 6; index++) expect(balancer.send(`${index}`)).toBe(true);
    expect(pipes.map((pipe) => pipe.take())).toStrictEqual([
      ['0', '3'],
      ['1', '4'],
      ['2', '5'],
    ]);
  });

  it('has nowhere to send to without pipes, PI-02 RR-13', () => {
    expect(new LoadBalancer().send('x')).toBe(false);
  });

  it('leaves out those that are full, until they have room again, PI-07 B-014', () => {
    const { balancer, pipes } = balancerOf('a', 'b');
    const [a, b] = pipes as [FakePipe, FakePipe];
    a.room = 1;
    for (let index = 0; index < 4; index++) expect(balancer.send(`${index}`)).toBe(true);
    expect([a.take(), b.take()]).toStrictEqual([['0'], ['1', '2', '3']]);
    b.room = 0;
    expect(balancer.send('4')).toBe(false);
    a.room = 2;
    expect(balancer.send('4')).toBe(false);
    balancer.add(a);
    balancer.add(a);
    expect(balancer.send('4')).toBe(true);
    expect(balancer.send('5')).toBe(true);
    expect(balancer.send('6')).toBe(false);
    expect([a.take(), b.take()]).toStrictEqual([['4', '5'], []]);
  });

  it('sends nothing more to a pipe that was taken out', () => {
    const { balancer, pipes } = balancerOf('a', 'b', 'c');
    balancer.send('0');
    balancer.remove(pipes[1] as FakePipe);
    for (let index = 1; index < 5; index++) balancer.send(`${index}`);
    expect(pipes.map((pipe) => pipe.take().length)).toStrictEqual([3, 0, 2]);
    for (const pipe of pipes) balancer.remove(pipe);
    expect(balancer.send('x')).toBe(false);
  });
});
