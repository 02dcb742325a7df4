import { describe, expect, it } from 'vitest';
import { ipc } from '../../src/ipc/index.js';
import { tcp } from '../../src/tcp/index.js';
import { Party, pairOver } from './party.js';

for (const [transport, endpoint] of [
  [tcp, 'tcp://127.0.0.1:*'],
  [ipc, 'ipc://*'],
] as const) {
  describe(`links over ${transport.protocol}`, () => {
    it('carry messages of every size both ways, in order (F-14, F-16)', async () => {
      const [server, client] = await pairOver(transport, endpoint, new Party('PAIR'), new Party('PAIR'));
      const sizes = [0, 1, 255, 256, 65_536, 2 ** 20, 2 ** 24, 3];
      for (const [from, to] of [[server, client] as const, [client, server] as const]) {
        for (const size of sizes) from.link.send(Buffer.alloc(size, 'x'));
        from.link.send(['a', '', Buffer.from('b')]);
        await to.until('all messages', ({ messages }) => messages.length === sizes.length + 1);
        expect(to.messages.map(({ size }) => size)).toEqual([...sizes, 2]);
        expect(to.messages.at(-1)?.frames.map(String)).toEqual(['a', '', 'b']);
      }
    });
  });
}
