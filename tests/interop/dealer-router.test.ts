import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { expect, it } from 'vitest';
import { IN_PEACE } from '../processes/line-child.js';
import { fingerprints } from './fingerprints.js';
import { describeMeetings, meet } from './meetings.js';
import { PAYLOADS } from './payloads.js';

const EMPTY = Buffer.alloc(0);

describeMeetings('DEALER/ROUTER', (meeting) => {
  const { engine } = meeting;

  it('our DEALER talks to their ROUTER by the id that it chose', async () => {
    const dealer = new ZMQDealer(undefined, { engine, routingId: 'dealer' });
    const peer = await meet(meeting, dealer, 'ROUTER');
    for (const { what, frames } of PAYLOADS) {
      await dealer.send(frames);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints([Buffer.from('dealer'), ...frames]));
      await peer.send(Buffer.from('dealer'), ...frames);
      expect(fingerprints(await dealer.receive()), what).toEqual(fingerprints(frames));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our DEALER has a binary id at their ROUTER', async () => {
    const id = Buffer.from([0xff, 0x80, 0x01, 0x00, 0xc3]);
    const dealer = new ZMQDealer(undefined, { engine, routingId: id });
    const peer = await meet(meeting, dealer, 'ROUTER');
    await dealer.send('who am I?');
    expect(fingerprints(await peer.receive())).toEqual(fingerprints([id, Buffer.from('who am I?')]));
    await peer.send(id, Buffer.from('you'));
    expect((await dealer.receive()).text()).toBe('you');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our ROUTER talks to their DEALER by the id that it chose', async () => {
    const router = new ZMQRouter(undefined, { engine });
    const peer = await meet(meeting, router, 'DEALER', 'dealer');
    for (const { what, frames } of PAYLOADS) {
      await peer.send(...frames);
      expect(fingerprints(await router.receive()), what).toEqual(fingerprints([Buffer.from('dealer'), ...frames]));
      await router.send(['dealer', ...frames]);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our ROUTER makes up an id for their DEALER', async () => {
    const router = new ZMQRouter(undefined, { engine });
    const peer = await meet(meeting, router, 'DEALER');
    await peer.send(Buffer.from('who am I?'));
    const [id, question] = await router.receive();
    // RFC 28: five octets, the first of which is zero.
    expect([id?.byteLength, id?.[0], String(question)]).toEqual([5, 0, 'who am I?']);
    await router.send([id, 'you']);
    expect(await peer.receiveText()).toBe('you');
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our ROUTER answers their REQ inside its envelope', async () => {
    const router = new ZMQRouter(undefined, { engine });
    const peer = await meet(meeting, router, 'REQ', 'asker');
    for (const { what, frames } of PAYLOADS) {
      const message = [Buffer.from('asker'), EMPTY, ...frames];
      await peer.send(...frames);
      expect(fingerprints(await router.receive()), what).toEqual(fingerprints(message));
      await router.send(message);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('our DEALER asks their REP with an envelope of its own', async () => {
    const dealer = new ZMQDealer(undefined, { engine });
    const peer = await meet(meeting, dealer, 'REP');
    for (const { what, frames } of PAYLOADS) {
      const message = [Buffer.from('way back'), EMPTY, ...frames];
      await dealer.send(message);
      expect(fingerprints(await peer.receive()), what).toEqual(fingerprints(frames));
      await peer.send(...frames);
      expect(fingerprints(await dealer.receive()), what).toEqual(fingerprints(message));
    }
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('DEALERs talk to each other', async () => {
    const dealer = new ZMQDealer(undefined, { engine });
    const peer = await meet(meeting, dealer, 'DEALER');
    await dealer.send(['from', 'us']);
    expect((await peer.receive()).map(String)).toEqual(['from', 'us']);
    await peer.send(Buffer.from('from'), Buffer.from('them'));
    expect(Array.from(await dealer.receive(), String)).toEqual(['from', 'them']);
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('ROUTERs talk to each other by name', async () => {
    const router = new ZMQRouter(undefined, { engine, routingId: 'ours' });
    const peer = await meet(meeting, router, 'ROUTER', 'theirs');
    await router.connected();
    await router.send(['theirs', 'hello']);
    expect((await peer.receive()).map(String)).toEqual(['ours', 'hello']);
    await peer.send(Buffer.from('ours'), Buffer.from('world'));
    expect(Array.from(await router.receive(), String)).toEqual(['theirs', 'world']);
    expect(await peer.end()).toEqual(IN_PEACE);
  });

  it('1000 messages come back in order from their ROUTER', async () => {
    const dealer = new ZMQDealer(undefined, { engine });
    const peer = await meet(meeting, dealer, 'ROUTER');
    const echoed = peer.echo(1000);
    for (let number = 0; number < 1000; number++) void dealer.send(String(number));
    for (let number = 0; number < 1000; number++) expect((await dealer.receive()).text()).toBe(String(number));
    await echoed;
    expect(await peer.end()).toEqual(IN_PEACE);
  });
});
