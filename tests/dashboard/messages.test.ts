// @module-tag built
import { dashboard } from '@zeromq-ts/dashboard';
import { describe, expect, it } from 'vitest';
import { assertBuilt } from '../../build/built-from.mjs';
import type { MessageRow, TailState } from '../../packages/dashboard/src/page-message.js';
import { ask, changes, TOKEN, WITH_TOKEN } from './server.js';
import { Processes } from './snapshots.js';
import { Counter, tailing } from './tailing.js';

/* Messages that pages show as they come, and recordings that begin on request of a page. */

assertBuilt();

/** What a page has, as soon as it is wanted. */
async function shown(port: number, wanted: (rows: readonly MessageRow[], tail: TailState | undefined) => boolean) {
  const rows: MessageRow[] = [];
  let tail: TailState | undefined;
  for await (const message of changes(port)) {
    rows.push(...message.messages);
    tail = message.tail ?? tail;
    if (wanted(rows, tail)) break;
  }
  return { rows, tail };
}

describe('messages of a dashboard', () => {
  it('XD-08 are not sent to a page unless that is wanted: it has their sizes', async () => {
    const { port, publisher, endpoint } = await tailing();
    await publisher.send(['secret-topic', 'secret-body']);
    const { rows, tail } = await shown(port, (all) => all.length === 1);
    expect(rows).toEqual([
      { number: 1, time: expect.any(Number), source: endpoint, frames: 2, bytes: 23, text: null, isCut: false },
    ]);
    expect(JSON.stringify([rows, tail])).not.toContain('secret');
    expect(tail).toEqual({
      sources: [endpoint],
      showsMessages: false,
      received: 1,
      skipped: 0,
      recorder: null,
      size: null,
    });
  });

  it.each([
    ['text', ['topic', 'a body: ünïcode ☃'], 'topic | a body: ünïcode ☃', false],
    ['bytes that are no text', [Buffer.from([0, 255, 16])], '0x00ff10', false],
    ['controls', ['a\nb\u001B[2J\u202Ec'], 'a\\nb\\u{1b}[2J\\u{202e}c', false],
    ['1 KiB', ['x'.repeat(1024)], 'x'.repeat(1024), false],
    ['half a character', [Buffer.from([0x61, 0xc3])], '0x61c3', false],
    [
      'many empty frames',
      Array.from({ length: 5000 }, () => ''),
      Array.from({ length: 128 }, () => '').join(' | '),
      true,
    ],
    ['more than 1 KiB', ['x'.repeat(1000), 'y'.repeat(1000), 'z'], `${'x'.repeat(1000)} | ${'y'.repeat(24)}`, true],
    ['a character that is cut', [`${'x'.repeat(1023)}☃`], 'x'.repeat(1023), true],
    ['nothing', [''], '', false],
  ])('XD-08 are shown as text, the first KiB of each: %s', async (_, message, text, isCut) => {
    const { port, publisher } = await tailing({ showMessages: true });
    await publisher.send(message);
    const { rows } = await shown(port, (all) => all.length === 1);
    expect(rows).toMatchObject([{ text, isCut, frames: message.length }]);
  });

  it('XD-08 are shown at most 50 times a second; the others are counted', async () => {
    const { port, publisher } = await tailing({ showMessages: true });
    const began = performance.now();
    for (let number = 0; number < 500; number++) await publisher.send(String(number));
    const { rows, tail } = await shown(port, (_, state) => state?.received === 500);
    const seconds = (performance.now() - began) / 1000;
    expect(rows.length + (tail?.skipped ?? 0)).toBe(500);
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(rows.length).toBeLessThanOrEqual(50 * (Math.floor(seconds) + 1));
  });

  it('are sent to a page that comes later, and once to each', async () => {
    const { port, publisher } = await tailing({ showMessages: true });
    await publisher.send('one');
    await shown(port, (all) => all.length === 1);
    await publisher.send('two');
    const { rows } = await shown(port, (all) => all.length === 2);
    expect(rows.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('has to be sockets that receive', () => {
    for (const sockets of [undefined, [{}], [undefined]]) {
      expect(() =>
        dashboard({ processes: new Processes(), auth: { token: TOKEN }, tail: { sockets: sockets as never } }),
      ).toThrow(/The option tail.sockets/u);
    }
  });
});

describe('a recording on request of a page', () => {
  it('does not end the reading when the recorder throws', async () => {
    const recorder = new Counter();
    recorder.take = () => {
      throw new Error('no room');
    };
    const { port, publisher } = await tailing({ recorder });
    expect((await ask(port, '/recording/start', WITH_TOKEN, 'POST')).status).toBe(204);
    await publisher.send('one');
    await publisher.send('two');
    const { rows } = await shown(port, (all) => all.length === 2);
    expect(rows).toHaveLength(2);
  });

  it('XD-07 XD-09 begins and ends by POST with the token', async () => {
    const recorder = new Counter();
    const { port, publisher } = await tailing({ recorder });
    await publisher.send('before');
    await shown(port, (all) => all.length === 1);
    expect(await ask(port, '/recording/start', WITH_TOKEN, 'POST')).toMatchObject({ status: 204, body: '' });
    await publisher.send('during');
    const { tail } = await shown(port, (_, state) => state?.recorder?.count === 1);
    expect(tail?.recorder).toMatchObject({ isRecording: true, name: 'one.zmqrec.jsonl' });
    expect((await ask(port, '/recording/stop', WITH_TOKEN, 'POST')).status).toBe(204);
    await publisher.send('after');
    await shown(port, (all) => all.length === 3);
    expect(recorder.state).toMatchObject({ isRecording: false, count: 1 });
  });

  it('XD-07 XA-06 does not begin without the token, by another method, or for a page of another origin', async () => {
    const recorder = new Counter();
    const { port } = await tailing({ recorder });
    const path = '/recording/start';
    expect((await ask(port, path, {}, 'POST')).status).toBe(401);
    expect((await ask(port, path, { authorization: 'Bearer another-token-of-a-test' }, 'POST')).status).toBe(401);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
      expect(await ask(port, path, WITH_TOKEN, method)).toMatchObject({ status: 405, headers: { allow: 'POST' } });
    }
    for (const headers of [
      { origin: 'https://attacker.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await ask(port, path, { ...WITH_TOKEN, ...headers }, 'POST')).status).toBe(403);
    }
    expect((await ask(port, path, { ...WITH_TOKEN, host: 'attacker.example' }, 'POST')).status).toBe(421);
    expect((await ask(port, `${path}?file=/etc/passwd`, WITH_TOKEN, 'POST')).status).toBe(400);
    expect(recorder.starts).toBe(0);
  });

  it('XD-07 is no address where there is no recorder', async () => {
    const { port } = await tailing();
    for (const path of ['/recording/start', '/recording/stop']) {
      expect(await ask(port, path, WITH_TOKEN, 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    }
  });

  it('XD-09 ends at its limit, which pages are told, and begins again from nothing', async () => {
    const recorder = new Counter();
    // 64 bytes more for each message, and 4 for each frame.
    const { port, publisher } = await tailing({ recorder, maxRecordingBytes: 200 });
    const start = () => ask(port, '/recording/start', WITH_TOKEN, 'POST');
    expect((await start()).status).toBe(204);
    await publisher.send(['x'.repeat(28)]);
    const one = await shown(port, (_, state) => state?.recorder?.count === 1);
    expect(one.tail?.size).toEqual({ bytes: 96, maxBytes: 200, isFull: false });
    await publisher.send(['x'.repeat(20), 'x'.repeat(20)]);
    const full = await shown(port, (_, state) => state?.size?.isFull === true && !state.recorder?.isRecording);
    expect(full.tail).toMatchObject({ recorder: { count: 2, error: '' }, size: { bytes: 208, maxBytes: 200 } });
    expect(recorder.ends).toEqual(['full']);
    await publisher.send('not recorded');
    await shown(port, (_, state) => state?.received === 3);
    expect(recorder.state.count).toBe(2);
    expect((await start()).status).toBe(204);
    const again = await shown(port, (_, state) => state?.recorder?.isRecording === true);
    expect(again.tail?.size).toEqual({ bytes: 0, maxBytes: 200, isFull: false });
  });

  it('XD-09 ends at a limit by empty messages, too', async () => {
    const recorder = new Counter();
    const { port, publisher } = await tailing({ recorder, maxRecordingBytes: 68 * 20 });
    await ask(port, '/recording/start', WITH_TOKEN, 'POST');
    for (let sent = 0; sent < 50; sent++) await publisher.send('');
    await shown(port, (_, state) => state?.received === 50 && state.recorder?.isRecording === false);
    expect(recorder.state.count).toBe(20);
    expect(recorder.ends).toEqual(['full']);
  });

  it('has a limit of 1 GiB, or another one, or none', async () => {
    const sizes = [];
    for (const maxRecordingBytes of [undefined, 5, Infinity]) {
      const { port } = await tailing({ recorder: new Counter(), maxRecordingBytes });
      const { tail } = await shown(port, (_, state) => state !== undefined);
      sizes.push(tail?.size?.maxBytes);
    }
    expect(sizes).toEqual([2 ** 30, 5, null]);
    for (const maxRecordingBytes of [0, -1, Number.NaN, '5']) {
      const options = { sockets: [], maxRecordingBytes: maxRecordingBytes as number };
      expect(() => dashboard({ processes: new Processes(), auth: { token: TOKEN }, tail: options })).toThrow(
        /tail.maxRecordingBytes/u,
      );
    }
  });

  it('shows what a recorder says that changes one and the same object', async () => {
    const recorder = new Counter();
    const { port, publisher } = await tailing({ recorder });
    await ask(port, '/recording/start', WITH_TOKEN, 'POST');
    await publisher.send('one');
    await shown(port, (_, state) => state?.recorder?.count === 1);
    const changed = shown(port, (_, state) => state?.recorder?.dropped === 7);
    Object.assign(recorder.state, { dropped: 7 });
    await publisher.send('two');
    expect((await changed).tail?.recorder).toMatchObject({ count: 2, dropped: 7 });
  });

  it('begins once when several pages ask', async () => {
    const recorder = new Counter();
    const { port } = await tailing({ recorder });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => ask(port, '/recording/start', WITH_TOKEN, 'POST')),
    );
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204, 204]);
    expect(recorder.starts).toBe(1);
  });

  it('says on the page why it has failed, and nothing of the server in the answer', async () => {
    const recorder = new Counter();
    recorder.fails = true;
    const { port } = await tailing({ recorder });
    expect(await ask(port, '/recording/start', WITH_TOKEN, 'POST')).toMatchObject({
      status: 500,
      body: 'It cannot be recorded.\n',
    });
    const { tail } = await shown(port, (_, state) => state !== undefined);
    expect(tail?.recorder).toMatchObject({ isRecording: false, error: 'the disk is full' });
    recorder.fails = false;
    expect((await ask(port, '/recording/start', WITH_TOKEN, 'POST')).status).toBe(204);
  });

  it('ends with the dashboard', async () => {
    const recorder = new Counter();
    const { port, page, publisher, subscriber } = await tailing({ recorder });
    await ask(port, '/recording/start', WITH_TOKEN, 'POST');
    await page.close();
    expect(recorder.state.isRecording).toBe(false);
    expect(recorder.ends).toEqual(['closed']);
    expect((await ask(port, '/recording/start', WITH_TOKEN, 'POST')).status).toBe(503);
    // The socket is open, and can be read again.
    await publisher.send('later');
    expect(String(await subscriber.receive())).toBe('later');
  });
});
