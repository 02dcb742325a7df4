import { describe, expect, it } from 'vitest';
import { pair, socket, taken } from './test-socket.js';

describe('REQ on libzmq', () => {
  it.each(['tcp://127.0.0.1:*', 'inproc://late'])('takes no late reply for the answer, over %s', async (endpoint) => {
    const [router, req] = await pair('ROUTER', 'REQ', endpoint);
    await req.send('first');
    const [id, , first] = await router.receive();
    expect(String(first)).toBe('first');
    req.inside.abandonRequest?.();
    await req.send('second');
    await router.send([id, '', 'too late']);
    const [newId, , second] = await router.receive();
    expect(String(second)).toBe('second');
    await router.send([newId, '', 'in time']);
    expect(await req.text()).toBe('in time');
  });

  it('takes no late reply for the answer when its peers have come by themselves', async () => {
    const [req, router] = await pair('REQ', 'ROUTER');
    await req.send('first');
    const [id] = await router.receive();
    req.inside.abandonRequest?.();
    await req.send('second');
    await router.send([id, '', 'too late']);
    const [, requestId, , second] = await router.receive();
    expect(String(second)).toBe('second');
    await router.send([id, requestId!, '', 'in time']);
    expect(await req.text()).toBe('in time');
  });

  it('throws away a reply that has been fetched when the next request is sent', async () => {
    const [router, req] = await pair('ROUTER', 'REQ');
    await req.send('first');
    const [id] = await router.receive();
    await router.send([id, '', 'never asked for']);
    await req.fetched();
    await req.send('second');
    const [again, , second] = await router.receive();
    expect(String(second)).toBe('second');
    await router.send([again, '', 'answer']);
    expect(await req.text()).toBe('answer');
  });

  it('drops the reply to a requester who has left', async () => {
    const [rep, req] = await pair('REP', socket('REQ'));
    await req.send('question');
    expect(String(await taken(rep, 100_000))).toBe('question');
    const left = rep.next('disconnected');
    await req.close();
    await left;
    expect(await rep.send('answer to nobody')).toBe(true);
    const other = socket('REQ');
    other.connect(rep.endpoint!);
    await other.send('still there?');
    expect(await rep.text()).toBe('still there?');
  });
});
