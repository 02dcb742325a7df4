import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import { describeMeetings, meet } from './meetings.js';
import { PAYLOADS } from './payloads.js';

const EMPTY = Buffer.alloc(0);

describeMeetings('REQ/REP', (meeting) => {
  const { engine } = meeting;

  it('our REQ asks their REP (RQ-08)', async () => {
    const request = new ZMQRequest(undefined, { engine });
    const peer = await meet(meeting, request, 'REP');
    for (const { what, frames } of PAYLOADS) {
      await request.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
      await peer.send(...frames);
      expect(fingerprints(await request.receive()), what).toEqual(fingerprints(frames));
    }
    const answer = request.request('Grüße?');
    expect(await peer.receiveText()).toBe('Grüße?');
    await peer.sendText('Grüße!');
    expect((await answer).text()).toBe('Grüße!');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our REP answers their REQ', async () => {
    const reply = new ZMQReply(undefined, { engine });
    const peer = await meet(meeting, reply, 'REQ');
    for (const { what, frames } of PAYLOADS) {
      await peer.send(...frames);
      expect(fingerprints(await reply.receive()), what).toEqual(fingerprints(frames));
      await reply.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
    }
    await peer.sendText('Grüße?');
    expect((await reply.receive()).text()).toBe('Grüße?');
    await reply.send('Grüße!');
    expect(await peer.receiveText()).toBe('Grüße!');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our REQ asks their ROUTER, which sees the envelope (RQ-08)', async () => {
    const request = new ZMQRequest(undefined, { engine, routingId: 'asker' });
    const peer = await meet(meeting, request, 'ROUTER');
    for (const { what, frames } of PAYLOADS) {
      await request.send(frames);
      const envelope = [Buffer.from('asker'), EMPTY];
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints([...envelope, ...frames]));
      await peer.send(...envelope, ...frames);
      expect(fingerprints(await request.receive()), what).toEqual(fingerprints(frames));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our REP answers their DEALER, which makes the envelope itself', async () => {
    const reply = new ZMQReply(undefined, { engine });
    const peer = await meet(meeting, reply, 'DEALER');
    for (const { what, frames } of PAYLOADS) {
      const envelope = [Buffer.from('way back'), EMPTY];
      await peer.send(...envelope, ...frames);
      expect(fingerprints(await reply.receive()), what).toEqual(fingerprints(frames));
      await reply.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints([...envelope, ...frames]));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });
});
