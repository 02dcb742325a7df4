import { ZMQDealer } from '@zeromq-ts/dealerrouter';
import { expect, it, onTestFinished } from 'vitest';
import { routingIdFrom, routingIdText } from '../../packages/cli/src/sockets/routing-id.js';
import * as fc from 'fast-check';
import { bound } from './in-process.js';

it('XP-11 a routing id is text if that is printable ASCII, or else 0x and digits; both are read back', () => {
  expect(routingIdText(Buffer.from('worker 1'))).toBe('worker 1');
  expect(routingIdText(Uint8Array.of(0, 1, 255))).toBe('0x0001ff');
  expect(routingIdText(Buffer.from('grün'))).toBe('0x6772c3bc6e');
  expect(routingIdText(Buffer.from('0xff'))).toBe('0x30786666');
  expect(routingIdText(Buffer.from('a\\b'))).toBe('0x615c62');
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 20 }), (id) => {
      const text = routingIdText(id);
      expect([...routingIdFrom(text, 'it')]).toEqual([...id]);
      expect(text).toMatch(/^[ -~]+$/u);
    }),
  );
});

it.each([Buffer.from('text'), Buffer.from('0xff'), Buffer.from('grün'), Uint8Array.of(0xff, 0, 0x1b), undefined])(
  'XP-11 what router prints of the peer %j is its target, and the first frame and routingId of what is sent',
  async (routingId) => {
    const dealer = new ZMQDealer(undefined, routingId === undefined ? {} : { routingId });
    onTestFinished(() => dealer.close({ linger: 0 }));

    const first = await bound(['router', 'tcp://127.0.0.1:*', '--no-input', '-n', '1', '--format', '%i']);
    dealer.connect(first.endpoint);
    await dealer.send('one');
    const { stdout: line } = await first.outcome;
    dealer.disconnect(first.endpoint);

    const text = await bound(['router', 'tcp://127.0.0.1:*', '--input', 'quoted']);
    dealer.connect(text.endpoint);
    await dealer.send('two');
    const [, id = ''] = await text.said(/^([^\t]*)\ttwo\n/u, 'stdout');
    // One that the ROUTER has made is another for each connection.
    if (routingId !== undefined) expect(`${id}\n`).toBe(line);
    text.stdin.write(`${id}\tquoted\n`);
    expect((await dealer.receive()).text()).toBe('quoted');
    text.interrupt();
    await text.outcome;
    dealer.disconnect(text.endpoint);

    const json = await bound(['router', 'tcp://127.0.0.1:*', '--json', '--input', 'jsonl']);
    dealer.connect(json.endpoint);
    await dealer.send('three');
    const [printed = ''] = await json.said(/^\{.*\n/u, 'stdout');
    json.stdin.write(printed.replace('"three"', '"as it was printed"'));
    expect((await dealer.receive()).text()).toBe('as it was printed');
    if (routingId !== undefined) {
      json.stdin.write(`${JSON.stringify({ routingId: id, frames: ['as it is printed in text'] })}\n`);
      expect((await dealer.receive()).text()).toBe('as it is printed in text');
    }
    json.interrupt();
    await json.outcome;
    dealer.disconnect(json.endpoint);

    if (routingId === undefined) return;
    for (const to of [['--target', id], [id]]) {
      const sending = await bound(['router', 'tcp://127.0.0.1:*', ...to, 'hello', '--wait-time', '30s']);
      dealer.connect(sending.endpoint);
      expect((await dealer.receive()).text()).toBe('hello');
      sending.interrupt();
      await sending.outcome;
      dealer.disconnect(sending.endpoint);
    }
  },
);
