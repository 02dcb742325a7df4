import { ZMQPair } from '@zeromq-ts/pair';
import { expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import { describeMeetings, meet } from './meetings.js';
import { PAYLOADS } from './payloads.js';

describeMeetings('PAIR', (meeting) => {
  const { engine } = meeting;

  it('PAIRs send each other messages, in both directions', async () => {
    const pair = new ZMQPair(undefined, { engine });
    const peer = await meet(meeting, pair, 'PAIR');
    for (const { what, frames } of PAYLOADS) {
      await pair.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
      await peer.send(...frames);
      expect(fingerprints(await pair.receive()), what).toEqual(fingerprints(frames));
    }
    await pair.send('Grüße?');
    expect(await peer.receiveText()).toBe('Grüße?');
    await peer.sendText('Grüße!');
    expect((await pair.receive()).text()).toBe('Grüße!');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('both may send before either receives', async () => {
    const pair = new ZMQPair(undefined, { engine });
    const peer = await meet(meeting, pair, 'PAIR');
    await Promise.all([pair.send('0'), peer.sendNumbers(2)]);
    await peer.receiveNumbers(1);
    expect([(await pair.receive()).text(), (await pair.receive()).text()]).toEqual(['0', '1']);
    expect(await peer.end()).toEqual(IN_PEACE);
  });
});
