// Records, reads and replays on the runtime that runs it, with the packages as they are built.
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { describeRecording, readRecording, record, RecordingFiles, replay } from '@zeromq-ts/recording';

const COUNT = 2000;
const sent = Array.from({ length: COUNT }, (_, n) => [Buffer.from(`topic ${n}`), Buffer.of(n % 256, 255, 0)]);
const folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-runtime-'));
const pull = new ZMQPull();
const push = new ZMQPush(await pull.bind('tcp://127.0.0.1:*'));
try {
  for (const suffix of ['', '.gz', ...('zstdCompress' in zlib ? ['.zst'] : [])]) {
    const path = join(folder, `a.zmqrec.jsonl${suffix}`);
    const recording = record(pull, new RecordingFiles(path), { count: COUNT, onFull: 'block', flushInterval: 1 });
    for (const frames of sent) await push.send(frames);
    const { count, dropped } = await recording;
    const { messages, cutOff } = await describeRecording(createReadStream(path));

    const arrived = (async () => {
      for (const frames of sent) {
        const message = await pull.receive();
        if (!frames.every((frame, at) => frame.equals(message.frame(at)))) return 'different';
      }
      return 'equal';
    })();
    const summary = await replay(createReadStream(path), push, { speed: Infinity });
    const bytes = await readFile(path);
    const cut = [];
    for await (const { kind } of readRecording([bytes.subarray(0, bytes.length - 8)])) cut.push(kind);
    console.log(
      suffix,
      count,
      dropped,
      messages,
      cutOff,
      summary.sent,
      await arrived,
      cut.at(-1),
      cut.length > COUNT / 4,
    );
  }
} finally {
  await push.close();
  await pull.close();
  await rm(folder, { recursive: true });
}
