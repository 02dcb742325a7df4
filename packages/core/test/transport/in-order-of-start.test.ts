import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InOrderOfStart, type Listed } from '../../src/transport/in-order-of-start.js';

class Member implements Listed<Member> {
  readonly name: number;
  listed = false;
  older: Member | undefined;
  newer: Member | undefined;

  constructor(name: number) {
    this.name = name;
  }
}

it('members are listed in the order in which they came, and what leaves refers to no other', () => {
  const operations = fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 100 });
  fc.assert(
    fc.property(operations, (all) => {
      const [list, model] = [new InOrderOfStart<Member>(), new Set<Member>()];
      const members = Array.from({ length: 10 }, (_, name) => new Member(name));
      for (const [adds, name] of all) {
        const member = members[name] as Member;
        if (adds) list.add(member);
        else list.delete(member);
        if (adds) model.add(member);
        else model.delete(member);
        expect([...list].map((each) => each.name)).toEqual([...model].map((each) => each.name));
        if (!adds) expect([member.listed, member.older, member.newer]).toEqual([false, undefined, undefined]);
      }
    }),
  );
});
