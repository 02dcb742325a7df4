import { describe, expect, it } from 'vitest';
import { PeerTable } from '../../src/spi.js';
import { FakePipe } from '@zeromq-ts/testing';

describe('a PeerTable', () => {
  it('makes up ids of 5 octets: a zero and a counter of 32 bits, RR-17 B-072', () => {
    const table = new PeerTable(2 ** 32 - 1);
    const pipes = ['a', 'b', 'c'].map((name) => new FakePipe(name));
    for (const pipe of pipes) table.assignAny(pipe);
    expect(pipes.map((pipe) => Buffer.from(table.idOf(pipe) ?? []).toString('hex'))).toStrictEqual([
      '00ffffffff',
      '0000000000',
      '0000000001',
    ]);
    for (const pipe of pipes) expect(table.find(table.idOf(pipe) as Uint8Array)).toBe(pipe);
  });

  it('begins somewhere, so that ids of one run are not those of another', () => {
    const starts = Array.from({ length: 10 }, () => {
      const table = new PeerTable();
      const pipe = new FakePipe('a');
      table.assignAny(pipe);
      return Buffer.from(table.idOf(pipe) ?? []).toString('hex');
    });
    expect(new Set(starts).size).toBeGreaterThan(1);
  });

  it('skips made-up ids that are taken, A-21', () => {
    const table = new PeerTable(0);
    const [chosen, made] = [new FakePipe('chosen'), new FakePipe('made')];
    table.assign(chosen, Uint8Array.of(0, 0, 0, 0, 0));
    table.assignAny(made);
    expect(table.idOf(made)).toEqual(Buffer.from([0, 0, 0, 0, 1]));
  });

  it('tells ids apart by their bytes, A-21 RR-18', () => {
    const table = new PeerTable();
    const ids = [[1], [1, 0], [195, 188], [252], [255, 254, 0, 128], Buffer.from('__proto__'), Buffer.from('ü€')];
    const pipes = ids.map((id, index) => {
      const pipe = new FakePipe(`${index}`);
      table.assign(pipe, Uint8Array.from(id));
      return pipe;
    });
    // 195, 188 is the UTF-8 of ü.
    for (const [index, id] of ids.entries()) expect(table.find(Uint8Array.from(id))).toBe(pipes[index]);
    expect(table.find('ü')).toBe(pipes[2]);
    expect(table.find('__proto__')).toBe(pipes[5]);
    expect(table.find('ü€')).toBe(pipes[6]);
    expect(table.find('constructor')).toBeUndefined();
  });

  it('keeps a copy of an id', () => {
    const table = new PeerTable();
    const pipe = new FakePipe('a');
    const id = Buffer.from('anna');
    table.assign(pipe, id);
    id.fill(0);
    expect(table.find('anna')).toBe(pipe);
    expect(table.idOf(pipe)?.toString()).toBe('anna');
  });

  it('gives an id from one to another; the first is still known by it, RR-22', () => {
    const table = new PeerTable();
    const [first, second] = [new FakePipe('first'), new FakePipe('second')];
    table.assign(first, Buffer.from('anna'));
    table.assign(second, Buffer.from('anna'));
    expect(table.find('anna')).toBe(second);
    expect(table.idOf(first)?.toString()).toBe('anna');
    table.remove(first);
    expect(table.find('anna')).toBe(second);
    expect(table.idOf(first)).toBeUndefined();
    table.remove(second);
    expect(table.find('anna')).toBeUndefined();
  });

  it('a pipe that gets another id is not found by the old one', () => {
    const table = new PeerTable();
    const pipe = new FakePipe('a');
    table.assign(pipe, Buffer.from('anna'));
    table.assign(pipe, Buffer.from('berta'));
    expect(table.find('anna')).toBeUndefined();
    expect(table.find('berta')).toBe(pipe);
    table.release(pipe);
    expect(table.find('berta')).toBeUndefined();
    expect(table.idOf(pipe)?.toString()).toBe('berta');
  });
});
