import type { Message, MessagesOptions } from '@zeromq-ts/core';
import { ZMQError } from '@zeromq-ts/core';
import { checkAtLeast, checkCallOptions, checkCount, checkDuration, checkFlag, checkObject } from '@zeromq-ts/core/spi';
import { framesInPlace, onAbort, WAIT_OPTION_CHECKS } from '@zeromq-ts/core/spi';
import type { JSONValue } from './entries.js';
import type { MessageDetails } from './format-entry.js';
import { type FrameTime, frameTime } from './frame-time.js';
import type { RecordingDestination } from './output.js';
import { PeerNumbers } from './peer-numbers.js';
import { type EventSource, recordEvents } from './record-events.js';
import { type RecordingSummary, RecordingWriter, type RecordingWriterOptions } from './recording-writer.js';

/** A socket that messages are recorded from: any that receives. */
export interface RecordableSocket extends EventSource {
  readonly type: string;
  readonly endpoint: string | null;
  messages(options?: MessagesOptions): AsyncIterable<Message>;
}

/** Options of {@link record}. */
export interface RecordOptions extends RecordingWriterOptions {
  /** Aborting it ends the recording, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Ends after as many messages. Default: no limit. */
  readonly count?: number | undefined;
  /** Where a message says when it was published, see {@link frameTime}: `'1:ms'`. Default: nowhere. */
  readonly timeFrom?: string | undefined;
  /** Whether events of the socket are recorded, too. Default: true. */
  readonly events?: boolean | undefined;
  /** The endpoints in the header. Default: the one that the socket has bound or connected last. */
  readonly endpoints?: readonly string[] | undefined;
  /** The topics in the header. */
  readonly topics?: readonly string[] | undefined;
  /** Options of the socket in the header. Never keys or passwords. */
  readonly options?: Readonly<Record<string, JSONValue>> | undefined;
  /** The program in the header. */
  readonly tool?: string | undefined;
}

const anything = (): void => {};

const CHECKS = {
  signal: WAIT_OPTION_CHECKS.signal,
  count: checkCount(true),
  timeFrom: anything,
  events: checkFlag,
  endpoints: anything,
  topics: anything,
  options: checkObject,
  tool: anything,
  onFull: anything,
  maxQueuedBytes: checkAtLeast(1),
  flushInterval: checkDuration,
  maxBytes: checkAtLeast(1),
  maxAge: checkAtLeast(1),
};

/**
 * Records what a socket receives, until the signal is aborted, as many messages have come as `count` says, or the socket
 * is closed. The socket stays open. This call alone reads it: its messages are in the recording and nowhere else.
 *
 * Messages go through a bounded queue to the destination. When that is too slow, messages are dropped and counted (option
 * `onFull: 'drop'`), or reading waits (`'block'`), so that the high-water marks apply. Nothing is received before the
 * destination is open.
 *
 * @param socket A socket that receives: SUB, PULL, DEALER, ROUTER, …
 * @param destination A stream of Node, a `WritableStream`, {@link RecordingFiles}, or a {@link RecordingWriter} that the
 * caller has made, to watch it; the options of writers are not used then. It is ended.
 * @returns What was recorded.
 * @throws ZMQError `EINVAL` for wrong options; what the destination fails with, such as `ENOSPC`. As rejections.
 *
 * @example
 * ```ts
 * import { PassThrough } from 'node:stream';
 * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
 * import { record, replay } from '@zeromq-ts/recording';
 *
 * await using pull = new ZMQPull('inproc://tasks');
 * await using push = new ZMQPush('inproc://tasks');
 * await push.send(['task', '1']);
 * const file = new PassThrough();
 * console.log((await record(pull, file, { count: 1 })).count); // 1
 *
 * await replay(file, push);
 * console.log(`${(await pull.receive())[1]}`); // 1
 * ```
 */
export async function record(
  socket: RecordableSocket,
  destination: RecordingDestination | RecordingWriter,
  options: RecordOptions = {},
): Promise<RecordingSummary> {
  checkSource(socket);
  checkCallOptions('record', options, CHECKS);
  const published = options.timeFrom === undefined ? undefined : frameTime(options.timeFrom);
  const writer = destination instanceof RecordingWriter ? destination : writerFor(socket, destination, options);
  const peers = new PeerNumbers();
  const forget = options.events === false ? undefined : recordEvents(socket, writer, peers);
  let reason: string;
  try {
    // What a PULL receives is nowhere else: none is taken before it can be written.
    await writer.open();
    reason = await readAll(socket, writer, options, (message) => detailsOf(message, peers, published));
  } catch (error) {
    forget?.();
    await writer.end('error').catch(() => {});
    throw error;
  }
  forget?.();
  return writer.end(reason);
}

function writerFor(
  socket: RecordableSocket,
  destination: RecordingDestination,
  options: RecordOptions,
): RecordingWriter {
  const { onFull, maxQueuedBytes, flushInterval, maxBytes, maxAge } = options;
  return new RecordingWriter(
    destination,
    {
      type: socket.type,
      endpoints: options.endpoints ?? (socket.endpoint === null ? [] : [socket.endpoint]),
      topics: options.topics,
      options: options.options,
      tool: options.tool ?? '@zeromq-ts/recording',
    },
    { onFull, maxQueuedBytes, flushInterval, maxBytes, maxAge },
  );
}

/** @returns why it has ended. */
async function readAll(
  socket: RecordableSocket,
  writer: RecordingWriter,
  { signal, count = Infinity }: RecordOptions,
  detailsFor: (message: Message) => MessageDetails | undefined,
): Promise<string> {
  const stop = new AbortController();
  const removers = [signal, writer.failed].flatMap((each) => {
    if (each?.aborted === true) stop.abort();
    return each === undefined ? [] : [onAbort(each, () => stop.abort())];
  });
  try {
    if (count === 0) return 'count';
    for await (const message of socket.messages({ signal: stop.signal })) {
      const frames = framesInPlace(message);
      const details = detailsFor(message);
      writer.frames(details?.routingId === undefined ? frames : frames.slice(1), writer.time, details);
      if (writer.count >= count) return 'count';
      if (writer.full && writer.onFull === 'block') await writer.room();
    }
    if (writer.failed.aborted) throw writer.failed.reason;
    return signal?.aborted === true ? 'aborted' : 'closed';
  } finally {
    for (const remove of removers) remove();
  }
}

function detailsOf(message: Message, peers: PeerNumbers, published: FrameTime | undefined): MessageDetails | undefined {
  const { routingId } = message;
  const peer = peers.of(message.peer);
  const frames = framesInPlace(message);
  const time = published?.(routingId === undefined ? frames : frames.slice(1));
  if (routingId === undefined && peer === undefined && time === undefined) return undefined;
  return { routingId, peer, published: time };
}

function checkSource(socket: unknown): asserts socket is RecordableSocket {
  if (typeof (socket as Partial<RecordableSocket> | null)?.messages === 'function') return;
  throw new ZMQError(
    'EINVAL',
    'What is recorded is a socket that receives: SUB, PULL, DEALER, ROUTER, PAIR, XSUB, XPUB, …',
  );
}
