import { gzipSync } from 'node:zlib';
import { type MessageEntry, readRecording, RecordingError } from '@zeromq-ts/recording';
import { describe, expect, it } from 'vitest';
import { END, entriesIn, HEADER, inChunks, messagesIn, randomFrom } from './setup.js';

const message = (text: string): string => `${text}\n`;

async function failureOf(lines: string, options?: Parameters<typeof entriesIn>[1]): Promise<RecordingError> {
  const error: unknown = await entriesIn([lines], options).then(
    (entries) => expect.fail(`it was read: ${JSON.stringify(entries)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RecordingError);
  return error as RecordingError;
}

describe('a signal', () => {
  it('ends the reading with its reason, also while the source gives nothing, and between two lines', async () => {
    async function* silent(): AsyncGenerator<string> {
      yield HEADER;
      await new Promise(() => {});
    }
    for (const source of [silent(), [`${HEADER}{"t":1,"f":["a"]}\n${END}`]]) {
      const ended = new AbortController();
      const kinds: string[] = [];
      const reading = (async () => {
        for await (const { kind } of readRecording(source, { signal: ended.signal })) {
          kinds.push(kind);
          setImmediate(() => ended.abort(new Error('enough')));
          if (Array.isArray(source)) ended.abort(new Error('enough'));
        }
      })();
      await expect(reading).rejects.toThrow('enough');
      expect(kinds).toEqual(['header']);
    }
  });

  it('is a signal, and one that was aborted before reads nothing', async () => {
    const none = entriesIn([HEADER], { signal: 7 as unknown as AbortSignal });
    await expect(none).rejects.toMatchObject({ code: 'EINVAL' });
    await expect(entriesIn([HEADER], { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
  });
});

describe('a recording', () => {
  it('XR-01 has a header: members that are not known are ignored', async () => {
    const header =
      '{"zmqrec":1,"started":"2026-11-26T07:10:14.725287Z","type":"SUB","endpoints":["tcp://127.0.0.1:1"],"topics":["a"],"tool":"t","new":{"x":1}}\n';
    expect(await entriesIn([header + END])).toMatchObject([
      {
        kind: 'header',
        started: '2026-11-26T07:10:14.725287Z',
        startedAt: Date.UTC(2026, 10, 26, 7, 10, 14, 725) * 1000 + 287,
        type: 'SUB',
        endpoints: ['tcp://127.0.0.1:1'],
        topics: ['a'],
        tool: 't',
      },
      { kind: 'end', reason: 'closed' },
    ]);
  });

  it('XR-02 has messages and events', async () => {
    const lines = [
      '{"t":250,"f":["text",{"base64":"/w=="},""],"d":"in","i":{"base64":"AAE="},"g":"group","p":3,"x":1764141014725000}',
      '{"t":260,"e":"handshake-succeeded","p":3,"address":"tcp://127.0.0.1:1"}',
    ];
    const [, recorded, event] = await entriesIn([`${HEADER}${lines.join('\n')}\n${END}`]);
    expect(recorded).toStrictEqual({
      kind: 'message',
      time: 250,
      frames: [Buffer.from('text'), Buffer.of(255), Buffer.alloc(0)],
      direction: 'in',
      routingId: Buffer.of(0, 1),
      group: 'group',
      peer: 3,
      published: 1_764_141_014_725_000,
    });
    expect(event).toStrictEqual({
      kind: 'event',
      time: 260,
      event: 'handshake-succeeded',
      peer: 3,
      details: { address: 'tcp://127.0.0.1:1' },
    });
  });

  it('XR-03, XM-08 without an end is cut off: what comes before its last whole line is used', async () => {
    const whole = `${HEADER}{"t":1,"f":["a"]}\n{"t":2,"f":["b"]}\n`;
    for (const rest of ['', '{', '{"t":3,"f":["c"', '{"t":3,"f":["c"]', '\0\0\0', '{"end":{"t":3']) {
      const entries = await entriesIn([whole + rest]);
      expect(entries.map((entry) => entry.kind)).toStrictEqual(['header', 'message', 'message', 'cut-off']);
      await expect(entriesIn([whole + rest], { strict: true })).rejects.toThrow('cut off');
    }
    // It is whole, although its line feed is missing.
    expect(await messagesIn([`${whole}{"t":3,"f":["c"]}`])).toHaveLength(3);
  });

  it('XR-03 cut off at any byte is read up to there, and nothing but what was written is read', async () => {
    const bytes = Buffer.from(`${HEADER}{"t":1,"f":["é€","😀"]}\n{"t":2,"f":[{"base64":"/w=="}]}\n${END}`);
    const all = await entriesIn([bytes]);
    for (let length = Buffer.byteLength(HEADER); length < bytes.length; length++) {
      const entries = await entriesIn([bytes.subarray(0, length)]);
      const usable = entries.filter((entry) => entry.kind !== 'cut-off');
      expect(usable).toStrictEqual(all.slice(0, usable.length));
    }
  });

  it('XM-08 in gzip that is cut off in the middle of a member is used up to the last whole line', async () => {
    const first = gzipSync(`${HEADER}{"t":1,"f":["a"]}\n`);
    const second = gzipSync(`{"t":2,"f":["b"]}\n${END}`);
    for (const length of [first.length, first.length + 1, first.length + 12, first.length + second.length - 1]) {
      const entries = await entriesIn([Buffer.concat([first, second]).subarray(0, length)]);
      expect(entries.slice(0, 2).map((entry) => entry.kind)).toStrictEqual(['header', 'message']);
      expect(entries.at(-1)?.kind).toBe('cut-off');
    }
    const whole = await entriesIn(inChunks(Buffer.concat([first, second]), 3));
    expect(whole.map((entry) => entry.kind)).toStrictEqual(['header', 'message', 'message', 'end']);
  });

  it('XM-08 in gzip that is damaged is an error', async () => {
    const bytes = gzipSync(HEADER + END);
    bytes[bytes.length - 6] = (bytes[bytes.length - 6] as number) ^ 255;
    await expect(entriesIn([bytes])).rejects.toThrow('damaged');
  });

  it('XM-09 without a header is none, and of another version it is refused', async () => {
    expect((await failureOf('{"t":1,"f":["a"]}\n')).message).toContain('Line 1: this is no recording');
    expect((await failureOf('')).message).toContain('empty');
    expect(await failureOf('{"zmqrec":2}\n')).toMatchObject({ code: 'ENOTSUP', line: 1 });
  });

  it('XM-09 may follow another one in the same file', async () => {
    const entries = await entriesIn([`${HEADER}{"t":1,"f":["a"]}\n${END}${HEADER}{"t":1,"f":["b"]}\n${HEADER}${END}`]);
    expect(entries.map((entry) => entry.kind)).toStrictEqual([
      'header',
      'message',
      'end',
      'header',
      'message',
      'cut-off',
      'header',
      'end',
    ]);
    expect((await failureOf(`${HEADER}${END}{"t":1,"f":["a"]}\n`)).line).toBe(3);
  });

  it('XM-10 with times that cannot be has messages without a time; text as a time is an error', async () => {
    const times = ['-1', '1e308', '9007199254740993', 'null', '1e999'];
    const lines = times.map((time) => message(`{"t":${time},"f":["a"]}`)).join('');
    const messages = await messagesIn([HEADER + lines + message('{"f":["a"]}')]);
    expect(messages.map(({ time }) => time)).toStrictEqual([...times.map(() => undefined), undefined]);
    expect(await failureOf(HEADER + message('{"t":"5","f":["a"]}'))).toMatchObject({ code: 'EINVAL', line: 2 });
    await failureOf(HEADER + message('{"t":"NaN","f":["a"]}'));
  });

  it.each([
    ['XR-17 a message without frames', '{"t":1,"f":[]}', 'at least one frame'],
    ['a frame that is a number', '{"t":1,"f":[5]}', 'frame 0 is neither'],
    ['a frame without base64', '{"t":1,"f":["a",{"x":1}]}', 'frame 1 is neither'],
    ['XM-02 base64 with foreign letters', '{"t":1,"f":[{"base64":"/w==!"}]}', 'not base64'],
    ['XM-02 base64 without its padding', '{"t":1,"f":[{"base64":"/w"}]}', 'not base64'],
    ['XM-03 half of a surrogate pair', String.raw`{"t":1,"f":["\ud800"]}`, 'surrogate'],
    ['an array', '[1]', 'not a JSON object'],
    ['no JSON', 'hello', 'not JSON'],
    ['an object of another kind', '{"t":1}', 'neither'],
    ['a direction that is none', '{"t":1,"f":["a"],"d":"up"}', '"d"'],
    ['a peer that is no number', '{"t":1,"f":["a"],"p":"x"}', '"p"'],
    ['an event without a name', '{"t":1,"e":7}', '"e"'],
    ['XA-04 arrays in arrays', `{"t":1,"f":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'frame 0 is neither'],
  ])('with %s is an error that names the line', async (_what, line, text) => {
    const error = await failureOf(`${HEADER}${line}\n${END}`);
    expect(error.line).toBe(2);
    expect(error.message).toContain('Line 2: ');
    expect(error.message).toContain(text);
  });

  it('with bytes that are not UTF-8 is an error that names the line', async () => {
    const line = Buffer.concat([Buffer.from('{"t":1,"f":["'), Buffer.of(0xff), Buffer.from('"]}\n')]);
    await expect(entriesIn([HEADER, line])).rejects.toMatchObject({ line: 2 });
  });

  it('XM-04, XA-04 with names of prototypes as members changes nothing', async () => {
    const line = '{"t":1,"f":["a"],"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}\n';
    const [, first] = await entriesIn([HEADER + line + '{"__proto__":{"f":["b"]},"e":"x","t":2,"t":3}\n' + END]);
    expect(first).toMatchObject({ kind: 'message', time: 1 });
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    // What only the prototype has is not there.
    expect((await failureOf(`${HEADER}{"__proto__":{"f":["b"]}}\n`)).line).toBe(2);
  });

  it('XA-04 with a line beyond the limit is refused before the line is kept', async () => {
    let given = 0;
    function* endless(): Generator<Uint8Array> {
      yield Buffer.from(`${HEADER}{"t":1,"f":["`);
      for (;;) {
        given++;
        yield Buffer.alloc(65_536, 97);
      }
    }
    await expect(entriesIn(endless(), { maxLineBytes: 1_000_000 })).rejects.toMatchObject({
      code: 'EMSGSIZE',
      line: 2,
    });
    expect(given).toBeLessThan(20);
  });

  it.each([
    ['frames', `{"t":1,"f":[${'"",'.repeat(1_100_000)}""]}\n`],
    ['values of a member that is not known', `{"t":1,"f":["a"],"z":[${'[],'.repeat(1_100_000)}0]}\n`],
  ])('XA-04 with a line of more than a million %s is refused', async (_what, line) => {
    await expect(entriesIn([HEADER, line])).rejects.toMatchObject({ code: 'EMSGSIZE', line: 2 });
  });

  it('with long texts of commas, quotes and backslashes is read as it was written', async () => {
    const text = '[,"\\'.repeat(700_000);
    const [{ frames }] = (await messagesIn([HEADER, `${JSON.stringify({ t: 1, f: [text, '\\'] })}\n`])) as [
      MessageEntry,
    ];
    expect(frames.map((frame) => `${frame}` === text || `${frame}`)).toStrictEqual([true, '\\']);
  });

  it('XA-04 that expands too far is refused', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 32));
    await expect(entriesIn([gzipSync(HEADER), bomb])).rejects.toMatchObject({ code: 'EMSGSIZE' });
    const small = gzipSync(HEADER + '{"t":1,"f":["aaaaaaaaaaaaaaaaaaaaaaaa"]}\n'.repeat(1000));
    await expect(entriesIn([small], { maxExpand: { bytes: 10_000 } })).rejects.toMatchObject({ code: 'EMSGSIZE' });
  });

  it('is the same in chunks of any size', async () => {
    const bytes = Buffer.from(`${HEADER}{"t":1,"f":["é€😀"]}\n{"t":2,"f":["b"]}\n${END}`);
    const whole = await entriesIn([bytes]);
    for (let size = 1; size < 40; size++) expect(await entriesIn(inChunks(bytes, size))).toStrictEqual(whole);
  });

  it('that is random, or a recording changed at random, is read or refused by a RecordingError', async () => {
    const random = randomFrom(Number(process.env['FUZZ_SEED'] ?? 20_261_126));
    const good = Buffer.from(
      `${HEADER}{"t":1,"f":["a",{"base64":"/w=="}],"i":"x","p":1,"x":5}\n{"t":2,"e":"dropped","count":1}\n${END}`,
    );
    for (let round = 0; round < 3000; round++) {
      const bytes = round % 3 === 0 ? gzipSync(good) : Buffer.from(good);
      for (let change = 0; change <= random() % 4; change++) bytes[random() % bytes.length] = random() & 255;
      const cut = bytes.subarray(0, random() % 2 === 0 ? bytes.length : random() % bytes.length);
      await entriesIn(inChunks(cut, 1 + (random() % 64))).then(
        (entries) => expect(entries.every((entry) => typeof entry.kind === 'string')).toBe(true),
        (error: unknown) => expect(error).toBeInstanceOf(RecordingError),
      );
    }
  });
});
