import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { RecordingFiles, type RecordingFilesOptions, RecordingWriter } from '@zeromq-ts/recording';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entriesIn, HEADER, messagesIn } from './setup.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zeromq-ts-recording-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function writerTo(name: string, options?: RecordingFilesOptions, limits?: { maxBytes?: number }): RecordingWriter {
  return new RecordingWriter(new RecordingFiles(join(folder, name), options), { type: 'PULL', endpoints: [] }, limits);
}

const read = (name: string) => entriesIn(createReadStream(join(folder, name)));

const textsIn = async (name: string): Promise<string[]> =>
  (await messagesIn(createReadStream(join(folder, name)))).map(({ frames }) => `${frames[0]}`);

describe('files of recordings', () => {
  it('XR-08 are for their owner alone, and one that is there is not overwritten unless that is said', async () => {
    const writer = writerTo('a.zmqrec.jsonl');
    writer.message('first');
    await writer.end('closed');
    expect((await stat(join(folder, 'a.zmqrec.jsonl'))).mode & 0o777).toBe(0o600);

    await expect(writerTo('a.zmqrec.jsonl').end('closed')).rejects.toMatchObject({ code: 'EEXIST' });
    expect(await textsIn('a.zmqrec.jsonl')).toStrictEqual(['first']);
    const over = writerTo('a.zmqrec.jsonl', { overwrite: true });
    over.message('second');
    await over.end('closed');
    expect(await textsIn('a.zmqrec.jsonl')).toStrictEqual(['second']);
  });

  it.each([{}, { append: true }, { overwrite: true }])(
    'XR-08 that are deleted meanwhile end the recording with an error (%o)',
    async (options) => {
      const writer = writerTo('a.zmqrec.jsonl', options);
      writer.message('first');
      await writer.open();
      await rm(join(folder, 'a.zmqrec.jsonl'));
      writer.message('second');
      await expect(writer.end('closed')).rejects.toMatchObject({
        code: 'ENOENT',
        message: expect.stringContaining('deleted'),
      });
      expect(writer.failed.aborted).toBe(true);
    },
  );

  it('XR-08 that are deleted after the last message end the recording with an error, too', async () => {
    const files = new RecordingFiles(join(folder, 'a.zmqrec.jsonl'));
    await files.open(1);
    await files.write(Buffer.from(HEADER));
    await rm(join(folder, 'a.zmqrec.jsonl'));
    await expect(files.close()).rejects.toMatchObject({ code: 'ENOENT' });
    await files.close();
  });

  it('XR-08 that are renamed meanwhile are written to the end', async () => {
    const writer = writerTo('a.zmqrec.jsonl');
    writer.message('first');
    await writer.open();
    await rename(join(folder, 'a.zmqrec.jsonl'), join(folder, 'b.zmqrec.jsonl'));
    writer.message('second');
    await writer.end('closed');
    expect(await textsIn('b.zmqrec.jsonl')).toStrictEqual(['first', 'second']);
  });

  it('XR-03 that two writers continue are whole: one of them ends with an error', async () => {
    const [one, other] = [writerTo('a.zmqrec.jsonl', { append: true }), writerTo('a.zmqrec.jsonl', { append: true })];
    await one.open();
    one.message('first');
    await one.open();
    other.message('lost');
    await expect(other.open()).rejects.toMatchObject({ code: 'EBUSY' });
    await expect(other.end('closed')).rejects.toMatchObject({ code: 'EBUSY' });
    one.message('second');
    await one.end('closed');
    expect(await textsIn('a.zmqrec.jsonl')).toStrictEqual(['first', 'second']);
  });

  it('XR-03 that are cut meanwhile end the recording with an error, and stay as they are', async () => {
    const writer = writerTo('a.zmqrec.jsonl');
    writer.message('first');
    await writer.open();
    await truncate(join(folder, 'a.zmqrec.jsonl'), 0);
    writer.message('second');
    await expect(writer.end('closed')).rejects.toMatchObject({ code: 'EBUSY' });
    expect(await readFile(join(folder, 'a.zmqrec.jsonl'), 'utf8')).toBe('');
  });

  it('XA-05 are not written through a symbolic link', async () => {
    await writeFile(join(folder, 'target'), 'precious');
    await symlink(join(folder, 'target'), join(folder, 'link.zmqrec.jsonl'));
    for (const options of [{}, { overwrite: true }, { append: true }]) {
      await expect(writerTo('link.zmqrec.jsonl', options).end('closed')).rejects.toMatchObject({
        code: expect.stringMatching(/EEXIST|ELOOP|EMLINK/),
      });
    }
    expect(await readFile(join(folder, 'target'), 'utf8')).toBe('precious');
  });

  it.each(['b.zmqrec.jsonl', 'b.zmqrec.jsonl.gz'])('XR-08 are continued with append: %s', async (name) => {
    for (const text of ['first', 'second']) {
      const writer = writerTo(name, { append: true });
      writer.message(text);
      await writer.end('closed');
    }
    expect((await read(name)).map((entry) => entry.kind)).toStrictEqual([
      'header',
      'message',
      'end',
      'header',
      'message',
      'end',
    ]);
  });

  it('XR-08 that were cut off are continued after their last whole line; compressed ones are refused', async () => {
    await writeFile(join(folder, 'cut.zmqrec.jsonl'), `${HEADER}{"t":1,"f":["a"]}\n{"t":2,"f":["b`);
    const writer = writerTo('cut.zmqrec.jsonl', { append: true });
    writer.message('c');
    await writer.end('closed');
    expect(await textsIn('cut.zmqrec.jsonl')).toStrictEqual(['a', 'c']);
    expect((await read('cut.zmqrec.jsonl')).map((entry) => entry.kind)).toContain('cut-off');

    const compressed = writerTo('cut.zmqrec.jsonl.gz');
    compressed.message('a');
    await compressed.end('closed');
    await truncate(join(folder, 'cut.zmqrec.jsonl.gz'), 40);
    await expect(writerTo('cut.zmqrec.jsonl.gz', { append: true }).end('closed')).rejects.toThrow('cut off');
  });

  it('XR-08 what is no recording is not continued', async () => {
    await writeFile(join(folder, 'notes.txt'), 'precious\n');
    await expect(writerTo('notes.txt', { append: true }).end('closed')).rejects.toThrow('Line 1');
    expect(await readFile(join(folder, 'notes.txt'), 'utf8')).toBe('precious\n');
  });

  it('XR-06 are compressed by suffix, one member a flush: what was flushed can be read', async () => {
    const name = 'c.zmqrec.jsonl.gz';
    const writer = writerTo(name);
    writer.message('first');
    await flushed(name);
    // As far as a recorder has come that is killed now.
    const killed = await readFile(join(folder, name));
    writer.message('second');
    await writer.end('closed');
    expect((await entriesIn([killed])).map((entry) => entry.kind)).toStrictEqual(['header', 'message', 'cut-off']);
    expect(await textsIn(name)).toStrictEqual(['first', 'second']);
    expect((await readFile(join(folder, name))).subarray(0, killed.length)).toStrictEqual(killed);
  });

  it.skipIf('zstdCompress' in zlib)('XR-06 .zst is refused where the runtime does not have it', () => {
    expect(() => new RecordingFiles(join(folder, 'd.zmqrec.jsonl.zst'))).toThrow(/Zstandard/);
  });

  it.runIf('zstdCompress' in zlib)('XR-06 .zst is written and read where the runtime has it', async () => {
    for (const text of ['first', 'second']) {
      const writer = writerTo('d.zmqrec.jsonl.zst', { append: true });
      writer.message(text);
      await writer.end('closed');
    }
    expect(await textsIn('d.zmqrec.jsonl.zst')).toStrictEqual(['first', 'second']);
  });

  it('XR-07 rotate by size: each has a header, an end and a number, none is larger, none is lost', async () => {
    const writer = writerTo('e.zmqrec.jsonl', { numbered: true }, { maxBytes: 2000 });
    const texts = Array.from({ length: 100 }, (_, n) => `message ${n} ${'x'.repeat(n)}`);
    for (const text of texts) writer.message(text);
    const { files } = await writer.end('closed');
    expect(files).toBeGreaterThanOrEqual(5);
    const names = (await readdir(folder)).toSorted();
    expect(names).toHaveLength(files);
    expect(names[0]).toBe('e.0001.zmqrec.jsonl');
    const found: string[] = [];
    for (const [at, name] of names.entries()) {
      expect((await stat(join(folder, name))).size).toBeLessThanOrEqual(2000);
      const entries = await read(name);
      expect(entries[0]).toMatchObject({ kind: 'header', seq: at + 1 });
      expect(entries.at(-1)).toMatchObject({
        kind: 'end',
        reason: at === files - 1 ? 'closed' : 'rotated',
        count: entries.length - 2,
      });
      found.push(...(await textsIn(name)));
    }
    expect(found).toStrictEqual(texts);
    const started = await Promise.all(names.map(async (name) => (await read(name))[0]));
    expect(new Set(started.map((entry) => entry?.kind === 'header' && entry.started)).size).toBe(1);
  });

  it('XR-07 keep as many as is said', async () => {
    const files = new RecordingFiles(join(folder, 'f.zmqrec.jsonl'), { numbered: true, maxFiles: 2 });
    const writer = new RecordingWriter(files, { type: 'PULL', endpoints: [] }, { maxBytes: 500 });
    for (let n = 0; n < 50; n++) writer.message(`message ${n}`);
    const summary = await writer.end('closed');
    expect(summary.files).toBeGreaterThan(3);
    expect((await readdir(folder)).toSorted().map((name) => join(folder, name))).toStrictEqual(files.paths);
    expect(files.paths).toHaveLength(2);
  });

  async function flushed(name: string): Promise<void> {
    for (;;) {
      const size = await stat(join(folder, name)).then(
        (found) => found.size,
        () => 0,
      );
      if (size > 0) return;
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
});
