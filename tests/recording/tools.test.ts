import { McapStreamReader } from '@mcap/core';
import {
  convertRecording,
  cutRecording,
  describeRecording,
  formatEntry,
  mergeRecordings,
  type RecordingEntry,
} from '@zeromq-ts/recording';
import { describe, expect, it } from 'vitest';
import { END, HEADER } from './setup.js';

const STARTED = Date.UTC(2026, 10, 26, 7, 10, 14, 725) * 1000 + 287;

const RECORDING = [
  `${HEADER}{"t":1000,"e":"handshake-succeeded","p":1}\n`,
  '{"t":2000,"f":["a","1"],"p":1}\n{"t":500000,"f":["b",{"base64":"/w=="}],"p":1,"x":1764141014000000}\n',
  `{"t":500000,"f":["a",""],"p":2}\n{"f":["a"]}\n{"t":900000,"f":["c"]}\n${END}`,
];

async function linesOf(entries: AsyncIterable<RecordingEntry>): Promise<string> {
  let lines = '';
  for await (const entry of entries) lines += formatEntry(entry);
  return lines;
}

async function converted(format: Parameters<typeof convertRecording>[1]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of convertRecording(RECORDING, format)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('XR-15 describeRecording', () => {
  it('says what there is: messages, bytes, times, topics, pauses, events', async () => {
    expect(await describeRecording(RECORDING)).toStrictEqual({
      types: ['PULL'],
      endpoints: [],
      segments: 1,
      messages: 5,
      bytes: 7,
      largest: 2,
      events: { 'handshake-succeeded': 1 },
      dropped: 0,
      droppedEvents: 0,
      first: STARTED + 2000,
      last: STARTED + 900_000,
      duration: 898_000,
      badTimes: 1,
      gaps: [
        { at: STARTED + 2000, duration: 498_000 },
        { at: STARTED + 500_000, duration: 400_000 },
      ],
      topics: [
        { topic: Buffer.from('a'), count: 3 },
        { topic: Buffer.from('b'), count: 1 },
        { topic: Buffer.from('c'), count: 1 },
      ],
      topicCount: 3,
      reasons: ['closed'],
      cutOff: false,
    });
  });

  it('XA-07 keeps a bounded number of topics', async () => {
    function* many(): Generator<string> {
      yield HEADER;
      for (let n = 0; n < 30_000; n++) yield `{"t":${n},"f":["topic ${n}"]}\n`;
    }
    const { topicCount, topics, messages, cutOff } = await describeRecording(many());
    expect([messages, topicCount, topics.length, cutOff]).toStrictEqual([30_000, 10_000, 10, true]);
  });
});

describe('XR-15 cutRecording', () => {
  it('takes a range and what matches, with an end that counts', async () => {
    const match = ({ frames }: { frames: readonly Uint8Array[] }) => `${frames[0]}` === 'a';
    expect(await linesOf(cutRecording(RECORDING, { from: 2, to: 900, match }))).toBe(
      `${HEADER}{"t":2000,"f":["a","1"],"p":1}\n{"t":500000,"f":["a",""],"p":2}\n{"f":["a"]}\n` +
        '{"end":{"t":500000,"count":3,"dropped":0,"bytes":4,"reason":"closed"}}\n',
    );
  });

  it('gives what is cut off an end', async () => {
    const cut = cutRecording([`${HEADER}{"t":1,"f":["a"]}\n${HEADER}{"t":2,"f":["b`]);
    const reasons: string[] = [];
    for await (const entry of cut) if (entry.kind === 'end') reasons.push(`${entry.reason} ${entry.count}`);
    expect(reasons).toStrictEqual(['cut 1', 'cut off 0']);
  });
});

describe('XR-15 mergeRecordings', () => {
  it('orders by absolute time, keeps the order of each, and tells peers apart', async () => {
    const later = HEADER.replace('14.725287', '15.000000').replace('PULL', 'SUB');
    const other = `${later}{"t":0,"f":["x"],"p":1}\n{"t":100,"f":["y"]}\n{"t":50,"f":["z"]}\n${END}`;
    const merged = mergeRecordings([RECORDING, [other]]);
    const seen: unknown[] = [];
    for await (const entry of merged) {
      if (entry.kind === 'header') seen.push([entry.type, entry.startedAt]);
      if (entry.kind === 'message') seen.push([`${entry.frames[0]}`, entry.time, entry.peer]);
      if (entry.kind === 'end') seen.push(entry.count);
    }
    expect(seen).toStrictEqual([
      ['PULL+SUB', STARTED],
      ['a', 2000, 2],
      ['x', 274_713, 3],
      ['y', 274_813, undefined],
      ['z', 274_813, undefined],
      ['b', 500_000, 2],
      ['a', 500_000, 4],
      ['a', 500_000, undefined],
      ['c', 900_000, undefined],
      8,
    ]);
  });
});

describe('XR-05 what a recorder had no room for', () => {
  const lost = (dropped: number, droppedEvents?: number) =>
    [
      HEADER,
      `${JSON.stringify({ end: { t: 9, count: 0, dropped, droppedEvents, bytes: 0, reason: 'closed' } })}\n`,
    ] as const;

  it('stays in a part that is cut, and is the sum in recordings that are merged', async () => {
    expect(await linesOf(cutRecording(lost(3, 4)))).toBe(
      `${HEADER}{"end":{"count":0,"dropped":3,"droppedEvents":4,"bytes":0,"reason":"closed"}}\n`,
    );
    const merged = await linesOf(mergeRecordings([lost(3, 4), lost(5), [...lost(1, 2), ...lost(1, 1)]]));
    expect(merged).toContain('"dropped":10,"droppedEvents":7,"bytes":0,"reason":"merged"');
    expect(await describeRecording([...lost(3, 4), ...lost(5)])).toMatchObject({ dropped: 8, droppedEvents: 4 });
  });

  it('is a whole number', async () => {
    await expect(linesOf(cutRecording(lost(0, -1)))).rejects.toMatchObject({
      code: 'EINVAL',
      message: expect.stringContaining('"droppedEvents" is not a whole number'),
    });
  });
});

describe('XR-15 convertRecording', () => {
  it('to jsonl is the same', async () => {
    expect(`${await converted('jsonl')}`).toBe(RECORDING.join(''));
  });

  it('to csv has a line for each message', async () => {
    expect(`${await converted('csv')}`.split('\r\n')).toStrictEqual([
      'time,direction,peer,frames,bytes,message',
      '2026-11-26T07:10:14.727287Z,,1,2,2,"[""a"",""1""]"',
      '2026-11-26T07:10:15.225287Z,,1,2,2,"[""b"",{""base64"":""/w==""}]"',
      '2026-11-26T07:10:15.225287Z,,2,2,1,"[""a"",""""]"',
      ',,,1,1,"[""a""]"',
      '2026-11-26T07:10:15.625287Z,,,1,1,"[""c""]"',
      '',
    ]);
  });

  it('to length has the number of frames and each frame with its length', async () => {
    const bytes = await converted('length');
    expect(bytes.subarray(0, 14).toString('hex')).toBe('0000000200000001610000000131');
    expect(bytes.length).toBe(5 * 4 + 8 * 4 + 7);
  });

  it.each(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])(
    'to mcap of a time that MCAP does not have (%s) has the nearest one',
    async (started) => {
      const header = HEADER.replace('2026-11-26T07:10:14.725287Z', started);
      const reader = new McapStreamReader();
      for await (const chunk of convertRecording([header, '{"t":5,"f":["a"]}\n'], 'mcap')) reader.append(chunk);
      const times: bigint[] = [];
      for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
        if (record.type === 'Message') times.push(record.logTime);
      }
      expect(times).toStrictEqual([started.startsWith('0') ? 0n : 2n ** 64n - 1n]);
    },
  );

  it('to mcap is read by the reader of MCAP', async () => {
    const reader = new McapStreamReader({ validateCrcs: true });
    reader.append(await converted('mcap'));
    const channels = new Map<number, string>();
    const messages: unknown[] = [];
    for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
      if (record.type === 'Channel') channels.set(record.id, `${record.topic} ${record.messageEncoding}`);
      if (record.type === 'Message') {
        messages.push([
          channels.get(record.channelId),
          record.logTime,
          record.publishTime,
          Buffer.from(record.data).toString(),
        ]);
      }
    }
    expect(reader.done()).toBe(true);
    const at = (time: number): bigint => BigInt(STARTED + time) * 1000n;
    expect(messages).toStrictEqual([
      ['a json', at(2000), at(2000), '["a","1"]'],
      ['b json', at(500_000), 1_764_141_014_000_000_000n, '["b",{"base64":"/w=="}]'],
      ['a json', at(500_000), at(500_000), '["a",""]'],
      ['a json', at(500_000), at(500_000), '["a"]'],
      ['c json', at(900_000), at(900_000), '["c"]'],
    ]);
  });
});
