import { describe, expect, it } from 'vitest';
import { RequestOrder } from '../../src/libzmq/request-order.js';

function orderOf(...endpoints: string[]): RequestOrder {
  const order = new RequestOrder();
  for (const endpoint of endpoints) order.add(endpoint, 0);
  return order;
}

describe('the order in which a REQ of libzmq asks', () => {
  it('is that in which the endpoints were connected, round and round', () => {
    const order = orderOf('a', 'b', 'c');
    expect([0, 1, 2, 3, 4].map((sent) => order.asked(sent))).toEqual([undefined, 'a', 'b', 'c', 'a']);
  });

  it('begins anew behind the one that was asked last', () => {
    const order = orderOf('a', 'b', 'c');
    expect(order.begin(2)).toEqual(['c', 'a', 'b']);
    expect([2, 3, 4].map((sent) => order.asked(sent))).toEqual([undefined, 'c', 'a']);
    expect(order.begin(3)).toEqual(['a', 'b', 'c']);
    expect(order.begin(3)).toEqual(['a', 'b', 'c']);
  });

  it('is not known after endpoints have changed in between, until it begins anew', () => {
    const order = orderOf('a', 'b');
    order.add('c', 1);
    expect(order.asked(1)).toBe('a');
    expect(order.asked(2)).toBeUndefined();
    order.begin(2);
    expect(order.asked(3)).toBeDefined();
    order.remove('b', 3);
    expect(order.asked(4)).toBeUndefined();
  });

  it('is always known with one endpoint', () => {
    const order = orderOf('a', 'b');
    order.remove('a', 1);
    expect(order.asked(1)).toBe('a');
    expect(order.asked(2)).toBe('b');
  });
});
