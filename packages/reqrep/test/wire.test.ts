import { ZMQContext } from '@zeromq-ts/core';
import { ZMQReply, ZMQRequest } from '@zeromq-ts/reqrep';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

let context: ZMQContext;

beforeEach(() => {
  context = new ZMQContext();
});

afterEach(() => context.close({ linger: 0 }));

describe.each(['inproc://reqrep', 'tcp://127.0.0.1:*'])('request and reply over %s', (address) => {
  it('take turns', async () => {
    const server = new ZMQReply(undefined, { context });
    const client = new ZMQRequest(await server.bind(address), { context });
    const serving = (async () => {
      for await (const request of server) await server.send(`re: ${request.text()}`);
    })();
    const answers = await Promise.all(['1', '2', '3'].map((text) => client.request(text, { timeout: 20_000 })));
    expect(answers.map(String)).toStrictEqual(['re: 1', 're: 2', 're: 3']);
    expect(await client.send(['a', '', 'b'])).toBe(true);
    expect(await client.send('ignored')).toBe(false);
    expect((await client.receive({ timeout: 20_000 })).text()).toBe('re: a');
    await server.close();
    await serving;
  });

  it('survive a request that is not answered in time: its late reply is not taken for another one', async () => {
    const server = new ZMQReply(undefined, { context });
    const client = new ZMQRequest(await server.bind(address), { context });
    const asking = client.request('ping', { timeout: 300, retries: 100 });
    const first = await server.receive({ timeout: 20_000 });
    expect(first.text()).toBe('ping');
    await vi.waitFor(() => expect(client.stats().messagesSent).toBe(2), { timeout: 20_000 });
    await server.send('late');
    // Each of those that follow may come too late, too, on a machine that is busy.
    const serving = (async () => {
      for await (const next of server) {
        expect(next.text()).toBe('ping');
        await server.send('in time');
      }
    })();
    expect((await asking).text()).toBe('in time');
    await server.close();
    await serving;
  });

  it('leave the client ready after a failure', async () => {
    const server = new ZMQReply(undefined, { context });
    const client = new ZMQRequest(await server.bind(address), { context });
    await expect(client.request('lost', { timeout: 50 })).rejects.toMatchObject({ code: 'EAGAIN' });
    const asking = client.request('found', { timeout: 20_000 });
    let request = await server.receive({ timeout: 20_000 });
    if (request.text() === 'lost') {
      await server.send('late');
      request = await server.receive({ timeout: 20_000 });
    }
    expect(request.text()).toBe('found');
    await server.send('here');
    expect((await asking).text()).toBe('here');
  });
});
