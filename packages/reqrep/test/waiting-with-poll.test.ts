import { merge, poll } from '@zeromq-ts/core';
import { expect, it, onTestFinished } from 'vitest';
import { ZMQReply, ZMQRequest } from '../src/index.js';

const TIMEOUT = 20_000;

it('poll and merge end with the error of a socket that could not be bound', async () => {
  const taken = new ZMQReply();
  onTestFinished(() => taken.close());
  const endpoint = await taken.bind('tcp://127.0.0.1:*');
  const failed = new ZMQReply(endpoint);
  onTestFinished(() => failed.close().catch(() => {}));
  await expect(failed.receive()).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(poll([failed])).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await expect(merge(failed)[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('a REQ becomes writable when its request() is over', async () => {
  const server = new ZMQReply();
  onTestFinished(() => server.close());
  const client = new ZMQRequest(await server.bind('inproc://writable'));
  onTestFinished(() => client.close());
  const answer = client.request('1', { timeout: TIMEOUT });
  const writable = client.whenWritable({ timeout: TIMEOUT });
  expect((await server.receive({ timeout: TIMEOUT })).text()).toBe('1');
  await server.send('2');
  expect((await answer).text()).toBe('2');
  await writable;
  expect(client.writable).toBe(true);
});
