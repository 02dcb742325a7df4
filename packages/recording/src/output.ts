import { ZMQError } from '@zeromq-ts/core';

/** Where the bytes of a recording go, part by part. Calls come one after the other. */
export interface RecordingOutput {
  /** Bytes that are collected before they are written: more where each write is compressed separately. Default 64 KiB. */
  readonly batchBytes?: number | undefined;
  /** Whether what is not a full batch waits for the flush interval. Default: it is written in the same turn. */
  readonly waitsForBatch?: boolean | undefined;
  /** Bytes of the open part that are written. */
  readonly partBytes: number;
  /** Begins a part, whose number is `seq`, from 1. */
  open(seq: number): Promise<void>;
  /** Writes whole lines; resolves when there is room for more. */
  write(lines: Uint8Array): Promise<void>;
  /** Ends the open part. */
  close(): Promise<void>;
}

/** A stream of Node that bytes are written to: a file stream, `process.stdout`, a `PassThrough`. */
export interface NodeWritable {
  write(chunk: Uint8Array): boolean;
  once(event: 'drain' | 'close' | 'finish', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: string, listener: (...values: never[]) => void): unknown;
  end(): unknown;
}

/** Where a recording is written to: a stream of Node, a `WritableStream`, or a {@link RecordingOutput}. */
export type RecordingDestination = NodeWritable | WritableStream<Uint8Array> | RecordingOutput;

/** @throws ZMQError `EINVAL` for what cannot be written to. */
export function outputOf(destination: RecordingDestination): RecordingOutput {
  const given = destination as Partial<NodeWritable & WritableStream<Uint8Array> & RecordingOutput> | null | undefined;
  if (typeof given?.getWriter === 'function') return new WebOutput(destination as WritableStream<Uint8Array>);
  if (typeof given?.write === 'function' && typeof given.open === 'function') return destination as RecordingOutput;
  if (typeof given?.write === 'function' && typeof given.once === 'function') {
    return new StreamOutput(destination as NodeWritable);
  }
  throw new ZMQError('EINVAL', 'A recording is written to a Writable, a WritableStream or RecordingFiles.');
}

/** Writes to a stream of Node. The end of the recording ends the stream, unless it is that of the process. */
class StreamOutput implements RecordingOutput {
  readonly #stream: NodeWritable;
  #failure: { readonly error: unknown } | undefined;
  partBytes = 0;

  constructor(stream: NodeWritable) {
    this.#stream = stream;
    stream.once('error', (error) => {
      this.#failure ??= { error };
    });
  }

  async open(): Promise<void> {}

  async write(lines: Uint8Array): Promise<void> {
    this.#check();
    this.partBytes += lines.length;
    if (!this.#stream.write(lines)) await this.#settled('drain');
    this.#check();
  }

  async close(): Promise<void> {
    this.#check();
    if ((this.#stream as unknown) === process.stdout || (this.#stream as unknown) === process.stderr) return;
    const finished = this.#settled('finish');
    this.#stream.end();
    await finished;
    this.#check();
  }

  /** Resolves at an event, or when there is nothing more to wait for. */
  #settled(event: 'drain' | 'finish'): Promise<void> {
    return new Promise((resolve) => {
      const settle = (): void => {
        this.#stream.removeListener(event, settle);
        this.#stream.removeListener('close', closed);
        this.#stream.removeListener('error', settle);
        resolve();
      };
      const closed = (): void => {
        if (event === 'drain') this.#failure ??= { error: new ZMQError('ECONNRESET', 'The stream was closed.') };
        settle();
      };
      this.#stream.once(event, settle);
      this.#stream.once('close', closed);
      this.#stream.once('error', settle);
    });
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}

/** Writes to a stream of the web. */
class WebOutput implements RecordingOutput {
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  partBytes = 0;

  constructor(stream: WritableStream<Uint8Array>) {
    this.#writer = stream.getWriter();
  }

  async open(): Promise<void> {}

  write(lines: Uint8Array): Promise<void> {
    this.partBytes += lines.length;
    return this.#writer.write(lines);
  }

  close(): Promise<void> {
    return this.#writer.close();
  }
}
