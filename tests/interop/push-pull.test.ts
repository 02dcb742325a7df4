import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import { describeMeetings, meet } from './meetings.js';
import { PAYLOADS } from './payloads.js';

// More than both high-water marks and the buffers of the system take at once.
const MANY = 10_000;

describeMeetings('PUSH/PULL', (meeting) => {
  const { engine } = meeting;

  it('our PUSH sends to their PULL', async () => {
    const push = new ZMQPush(undefined, { engine });
    const peer = await meet(meeting, push, 'PULL');
    for (const { what, frames } of PAYLOADS) {
      await push.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
    }
    await push.send('Grüße');
    expect(await peer.receiveText()).toBe('Grüße');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our PULL receives from their PUSH', async () => {
    const pull = new ZMQPull(undefined, { engine });
    const peer = await meet(meeting, pull, 'PUSH');
    for (const { what, frames } of PAYLOADS) {
      await peer.send(...frames);
      expect(fingerprints(await pull.receive()), what).toEqual(fingerprints(frames));
    }
    await peer.sendText('Grüße');
    expect((await pull.receive()).text()).toBe('Grüße');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it(`${MANY} messages from our PUSH arrive in order`, async () => {
    const push = new ZMQPush(undefined, { engine });
    const peer = await meet(meeting, push, 'PULL');
    const received = peer.receiveNumbers(MANY);
    for (let number = 0; number < MANY; number++) await push.send(String(number));
    await received;
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it(`${MANY} messages from their PUSH arrive in order`, async () => {
    const pull = new ZMQPull(undefined, { engine });
    const peer = await meet(meeting, pull, 'PUSH');
    const sent = peer.sendNumbers(MANY);
    for (let number = 0; number < MANY; number++) {
      const message = await pull.receive();
      if (message.text() !== String(number)) expect(message.text()).toBe(String(number));
    }
    await sent;
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('what they sent before they left still arrives', async () => {
    const pull = new ZMQPull(undefined, { engine });
    const peer = await meet(meeting, pull, 'PUSH');
    await peer.sendNumbers(100);
    expect(await peer.end()).toEqual(IN_PEACE);
    for (let number = 0; number < 100; number++) expect((await pull.receive()).text()).toBe(String(number));
  });

  it('what we sent before we closed still arrives', async () => {
    const push = new ZMQPush(undefined, { engine });
    const peer = await meet(meeting, push, 'PULL');
    for (let number = 0; number < 100; number++) void push.send(String(number));
    await push.close();
    await peer.receiveNumbers(100);
    expect(await peer.end()).toEqual(IN_PEACE);
  });
});
