// @ts-check
import assert from 'node:assert/strict';
import { ZMQPair } from 'zeromq-ts';
import { EVENT_TIMEOUT_MS, TRANSPORTS, check } from './check.mjs';

/** Bytes that differ from place to place. @param {number} size */
function bytes(size) {
  const made = new Uint8Array(size);
  for (let index = 0; index < size; index++) made[index] = (index * 31 + (index >> 8)) & 255;
  return made;
}

// Around each size at which the wire or a buffer changes: the short frame ends at 255.
const SIZES = [0, 1, 254, 255, 256, 4095, 4096, 65_535, 65_536, 1_000_000, 8_388_608];

check('PAIR', 'messages of every size arrive as they were', TRANSPORTS, async (bench) => {
  const [binder, connecter] = [bench.open(new ZMQPair()), bench.open(new ZMQPair())];
  connecter.connect(await binder.bind(bench.endpoint()));
  for (const size of SIZES) {
    const body = bytes(size);
    const sent = connecter.send([body, '', body.subarray(size >> 1)]);
    const received = await binder.receive({ timeout: EVENT_TIMEOUT_MS });
    await sent;
    assert.equal(received.length, 3);
    assert.ok(Buffer.from(received.frame(0)).equals(body), `${size} bytes`);
    assert.equal(received.frame(1).byteLength, 0);
    assert.ok(Buffer.from(received.frame(2)).equals(body.subarray(size >> 1)), `half of ${size} bytes`);
  }
});

check('PAIR', 'every kind of body is taken', TRANSPORTS, async (bench) => {
  const [binder, connecter] = [bench.open(new ZMQPair()), bench.open(new ZMQPair())];
  connecter.connect(await binder.bind(bench.endpoint()));
  const { buffer } = new Uint8Array([1, 2, 3, 4]);
  await connecter.send([
    'Grüße, 世界 🎉',
    buffer,
    new DataView(buffer, 1, 2),
    new Uint16Array(buffer),
    Buffer.from('x'),
  ]);
  const received = await binder.receive({ timeout: EVENT_TIMEOUT_MS });
  assert.equal(received.text(0), 'Grüße, 世界 🎉');
  const rest = Array.from(received).slice(1);
  assert.deepEqual(
    rest.map((frame) => Array.from(frame)),
    [[1, 2, 3, 4], [2, 3], [1, 2, 3, 4], [120]],
  );
  await binder.send(received);
  assert.equal((await connecter.receive({ timeout: EVENT_TIMEOUT_MS })).text(0), 'Grüße, 世界 🎉');
});

check('PAIR', 'a message of a thousand frames arrives whole', TRANSPORTS, async (bench) => {
  const [binder, connecter] = [bench.open(new ZMQPair()), bench.open(new ZMQPair())];
  connecter.connect(await binder.bind(bench.endpoint()));
  await connecter.send(Array.from({ length: 1000 }, (_, index) => `frame ${index}`));
  const received = await binder.receive({ timeout: EVENT_TIMEOUT_MS });
  assert.equal(received.length, 1000);
  assert.equal(received.text(999), 'frame 999');
});
