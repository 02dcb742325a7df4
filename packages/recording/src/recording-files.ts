import { constants, createReadStream } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { ZMQError } from '@zeromq-ts/core';
import { checkAtLeast, checkCallOptions, checkFlag } from '@zeromq-ts/core/spi';
import { type Compress, compressionOf } from './compression.js';
import type { RecordingOutput } from './output.js';
import { readRecording } from './read-recording.js';
import { RecordingFileError } from './recording-file-error.js';

/** Options of {@link RecordingFiles}. */
export interface RecordingFilesOptions {
  /** Overwrites files that are there. Default: a file that is there is an error. */
  readonly overwrite?: boolean | undefined;
  /** Continues a file that is there, after its last whole line. Default: a file that is there is an error. */
  readonly append?: boolean | undefined;
  /** Whether the recording has parts, in files whose names have a number: `trades.0001.zmqrec.jsonl`. Default: false. */
  readonly numbered?: boolean | undefined;
  /** The number of files that are kept; the oldest is deleted. Default: all. */
  readonly maxFiles?: number | undefined;
}

const CHECKS = { overwrite: checkFlag, append: checkFlag, numbered: checkFlag, maxFiles: checkAtLeast(1) };

const OWNER_ONLY = 0o600;
const COMPRESSED_BATCH_BYTES = 1024 * 1024;
const LINE_FEED = 10;
const SUFFIX = /(?:\.zmqrec)?(?:\.jsonl)?(?:\.gz|\.zst)?$/u;

/**
 * Files that a recording is written to. A name that ends in `.gz` is compressed with gzip, in `.zst` with Zstandard where
 * the runtime can; each flush is a member of its own, so a recorder that is killed loses what it has not flushed, and
 * nothing before that.
 *
 * Files are created for their owner alone (mode 0600), and never through a symbolic link. When the disk is full, the file
 * is cut after its last whole line (or compressed member). When the file is deleted meanwhile, or someone else writes to it,
 * the recording fails with an error whose `code` is `'ENOENT'` or `'EBUSY'`. One that is only renamed is written to the end.
 *
 * @example
 * ```ts
 * import { mkdtemp, rm } from 'node:fs/promises';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import { RecordingFiles, RecordingWriter } from '@zeromq-ts/recording';
 *
 * const folder = await mkdtemp(join(tmpdir(), 'recording-'));
 * const files = new RecordingFiles(join(folder, 'trades.zmqrec.jsonl.gz'));
 * const writer = new RecordingWriter(files, { type: 'SUB', endpoints: [] });
 * writer.message(['trade', '42']);
 * console.log((await writer.end('closed')).count); // 1
 * await rm(folder, { recursive: true });
 * ```
 */
export class RecordingFiles implements RecordingOutput {
  readonly batchBytes: number | undefined;
  readonly waitsForBatch: boolean;
  readonly #path: string;
  readonly #options: RecordingFilesOptions;
  readonly #maxFiles: number;
  readonly #compress: Compress | undefined;
  readonly #kept: string[] = [];
  #file: FileHandle | undefined;
  /** The part that is open. */
  #part: { readonly seq: number; readonly path: string } | undefined;
  /** Whether what is there is overwritten by the first write, not before: a recording that never begins leaves it. */
  #replaces = false;
  #position = 0;
  #partStart = 0;

  /**
   * @param path The file; with `numbered`, the name that numbers are put into.
   * @throws ZMQError `EINVAL` for wrong options, `ENOTSUP` for `.zst` where the runtime does not have it.
   */
  constructor(path: string, options: RecordingFilesOptions = {}) {
    checkCallOptions('RecordingFiles', options, CHECKS);
    if (options.append === true && (options.overwrite === true || options.numbered === true)) {
      throw new ZMQError('EINVAL', 'append continues a file: it goes with neither overwrite nor numbered.');
    }
    this.#path = path;
    this.#options = options;
    this.#maxFiles = options.maxFiles ?? Infinity;
    this.#compress = compressionOf(path);
    this.batchBytes = this.#compress === undefined ? undefined : COMPRESSED_BATCH_BYTES;
    this.waitsForBatch = this.#compress !== undefined;
  }

  get partBytes(): number {
    return this.#position - this.#partStart;
  }

  /** The files written so far, those that are deleted again not counted. */
  get paths(): readonly string[] {
    return [...this.#kept];
  }

  /**
   * Opens the file of a part; does nothing when it is open. A program calls it with 1 before it connects, so that it takes no
   * messages that it cannot write. Call {@link close} when nothing is recorded then.
   *
   * @throws what opening it fails with, such as `EEXIST`; RecordingError for a file to be continued that is no recording.
   */
  async open(seq: number): Promise<void> {
    if (this.#part?.seq === seq) return;
    const path = this.#options.numbered === true ? numbered(this.#path, seq) : this.#path;
    this.#position = 0;
    this.#file = this.#options.append === true ? await this.#openToAppend(path) : await this.#create(path);
    this.#part = { seq, path };
    this.#partStart = this.#position;
    this.#kept.push(path);
    // A file that someone has moved away is not there to be deleted.
    if (this.#kept.length > this.#maxFiles) await unlink(this.#kept.shift() as string).catch(() => {});
  }

  async write(lines: Uint8Array): Promise<void> {
    const bytes = this.#compress === undefined ? lines : await this.#compress(lines);
    await this.#checkUntouched();
    let written = 0;
    try {
      if (this.#replaces) await this.#opened().truncate(0);
      this.#replaces = false;
      while (written < bytes.length) {
        const result = await this.#opened().write(bytes, written, bytes.length - written, this.#position + written);
        written += result.bytesWritten;
      }
    } catch (error) {
      await this.#cutAfter(bytes.subarray(0, written));
      throw error;
    }
    this.#position += written;
  }

  /** Closes the file that is open. A file that it has made is deleted when nothing was written to it. */
  async close(): Promise<void> {
    const [file, part] = [this.#file, this.#part];
    try {
      if (file !== undefined) await this.#checkUntouched();
    } finally {
      this.#file = undefined;
      this.#part = undefined;
      await file?.close();
    }
    const isOwn = this.#options.overwrite !== true && this.#options.append !== true;
    if (part !== undefined && isOwn && this.#position === 0) {
      this.#kept.pop();
      await unlink(part.path).catch(() => {});
    }
  }

  #opened(): FileHandle {
    if (this.#file === undefined) throw new ZMQError('ENOTSOCK', 'The file of this recording is closed.');
    return this.#file;
  }

  /**
   * What is written is to be found later: not in a file that someone has deleted meanwhile, and not between what someone else
   * writes to it. Nothing locks a file everywhere.
   *
   * @throws RecordingFileError when it is not as this has left it.
   */
  async #checkUntouched(): Promise<void> {
    const stats = await this.#opened().stat();
    if (!stats.isFile()) return;
    if (stats.nlink === 0) throw new RecordingFileError('ENOENT', 'The file was deleted while it was written.');
    if (stats.size === this.#position || this.#replaces) return;
    throw new RecordingFileError('EBUSY', 'Another program has written to the file, or has cut it, meanwhile.');
  }

  /** Leaves whole lines, or compressed members, of what could be written. */
  async #cutAfter(written: Uint8Array): Promise<void> {
    const whole = this.#compress === undefined ? written.lastIndexOf(LINE_FEED) + 1 : 0;
    this.#position += whole;
    await this.#opened()
      .truncate(this.#position)
      .catch(() => {});
  }

  async #create(path: string): Promise<FileHandle> {
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_WRONLY } = constants;
    this.#replaces = this.#options.overwrite === true;
    const ifThere = this.#replaces ? O_NOFOLLOW : O_EXCL;
    return open(path, O_CREAT | O_WRONLY | ifThere, OWNER_ONLY);
  }

  async #openToAppend(path: string): Promise<FileHandle> {
    const { O_CREAT, O_NOFOLLOW, O_RDWR } = constants;
    const file = await open(path, O_CREAT | O_RDWR | O_NOFOLLOW, OWNER_ONLY);
    try {
      const { size } = await file.stat();
      if (size > 0) this.#position = await this.#endOfRecording(path, file, size);
      return file;
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Where to go on: after the last whole line. What is there must be a recording. */
  async #endOfRecording(path: string, file: FileHandle, size: number): Promise<number> {
    // Of a compressed file, what comes after a member that is cut off could not be read.
    const strict = this.#compress !== undefined;
    const entries = readRecording(createReadStream(path), { strict });
    await entries.next();
    if (strict) {
      while ((await entries.next()).done !== true);
      return size;
    }
    await entries.return();
    const end = await lastLineEnd(file, size);
    await file.truncate(end);
    return end;
  }
}

/** The position after the last line feed, found from the end. */
async function lastLineEnd(file: FileHandle, size: number): Promise<number> {
  const block = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - block.length);
    const { bytesRead } = await file.read(block, 0, end - start, start);
    const found = block.subarray(0, bytesRead).lastIndexOf(LINE_FEED);
    if (found !== -1) return start + found + 1;
    end = start;
  }
  return 0;
}

/** `trades.zmqrec.jsonl.gz` with a number: `trades.0001.zmqrec.jsonl.gz`. */
function numbered(path: string, seq: number): string {
  const suffix = SUFFIX.exec(path)?.[0] ?? '';
  return `${path.slice(0, path.length - suffix.length)}.${String(seq).padStart(4, '0')}${suffix}`;
}
