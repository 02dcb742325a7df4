import type { PeerCommand } from '../../core/src/message/peer-command.js';
import { SUBSCRIBE } from '../../core/src/message/peer-command.js';
import type {
  DropReason,
  Engine,
  EngineEvents,
  EngineSocket,
  MessageInput,
  OpenSocket,
  Outgoing,
  ParsedEndpoint,
  ReadInterest,
  SocketEventName,
  SocketEvents,
} from '../../core/src/spi.js';
import {
  byteLength,
  ENDPOINT_SYNTAX,
  formatEndpoint,
  Message,
  messageOfFrames,
  toOutgoing,
  SocketCounters,
  ZMQError,
  ZMTP_SECURITY,
} from '../../core/src/spi.js';

/**
 * An engine without a wire: tests say what it does. It keeps the promises of the seam and nothing more, so a test
 * against it shows what a socket does without one.
 */
export class FakeEngine implements Engine {
  readonly seam = 'engine@2';
  readonly name: string;
  readonly protocols: readonly string[] = ['tcp', 'ipc', 'inproc'];
  readonly endpoints = ENDPOINT_SYNTAX;
  readonly security = ZMTP_SECURITY;
  /** The sockets opened so far. */
  readonly sockets: FakeSocket[] = [];
  /** What `open` throws. */
  openFailure: ZMQError | undefined;
  /** What `bind` rejects with, by endpoint. */
  bindFailure: (endpoint: string) => ZMQError | undefined = () => undefined;
  /** What binding waits for. */
  bindGate: Promise<void> = Promise.resolve();

  constructor(name = 'fake') {
    this.name = name;
  }

  /** The socket opened last. */
  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('No socket has been opened on this engine.');
    return socket;
  }

  open(request: OpenSocket): FakeSocket {
    if (this.openFailure !== undefined) throw this.openFailure;
    const socket = new FakeSocket(request, this);
    this.sockets.push(socket);
    return socket;
  }
}

/** One socket of a {@link FakeEngine}: full or not, with what messages the test gives it. */
export class FakeSocket implements EngineSocket {
  readonly traffic = new SocketCounters();
  readonly request: OpenSocket;

  /** What has been done to it, in order: `bind …`, `connect …`, `subscribe …`, `close`. */
  readonly calls: string[] = [];
  /** Messages that were handed over, as text, frames joined by `|`. */
  readonly sent: string[] = [];
  /** How many more messages it takes. */
  room = Infinity;
  /** Whether it has to take a message in hand to wait for room. */
  takesInHand = false;
  /** The message in hand, as text. */
  inHand: string | undefined;
  /** How long the message in hand may wait. */
  inHandTimeout: number | undefined;
  /** What the next `send` throws. */
  sendFailure: ZMQError | undefined;
  /** Whether `writable` was asked for. */
  writableWanted = false;
  /** Every interest in messages that it has received. */
  readonly interests: ReadInterest[] = [];
  watching = false;
  /** What `hasSubscriber` looks at, as text. */
  readonly subscribers = new Set<string>();
  /** What it was closed with. */
  linger: number | undefined;
  /** What closing waits for. */
  closeGate: Promise<void> = Promise.resolve();

  readonly #engine: FakeEngine;
  readonly #incoming: Message[] = [];
  #abandoned = 0;
  #nextPort = 40_000;

  constructor(request: OpenSocket, engine: FakeEngine) {
    this.request = request;
    this.#engine = engine;
  }

  get sink(): EngineEvents {
    return this.request.sink;
  }

  get interest(): ReadInterest {
    return this.interests.at(-1) ?? 'none';
  }

  // What tests say.

  /** A message arrives. */
  deliver(...messages: MessageInput[]): void {
    for (const message of messages) this.#incoming.push(new Message(message));
    if (this.interest !== 'none') this.sink.readable();
  }

  /** A reply to one of the messages sent, counted from 0; it is lost when that one was given up. Default: the last. */
  reply(message: MessageInput, to = this.sent.length - 1): void {
    if (to >= this.#abandoned) this.deliver(message);
  }

  /** The number of messages for which there is room. */
  makeRoom(messages = Infinity): void {
    this.room = messages;
    if (!this.writableWanted) return;
    this.writableWanted = false;
    this.sink.writable(false);
  }

  /** The message in hand leaves, or is given back when its time is over. */
  settleInHand(taken: boolean): void {
    const message = this.inHand;
    if (message === undefined) throw new Error('No message is in hand.');
    this.inHand = undefined;
    if (taken) this.#count(message);
    this.sink.writable(taken);
  }

  /** Messages are lost. */
  drop(reason: DropReason, count: number): void {
    this.traffic.dropped[reason] += count;
    this.raise('dropped', { reason, count });
  }

  raise<N extends SocketEventName>(name: N, event: SocketEvents[N] = {} as SocketEvents[N]): void {
    this.sink.event(name, event);
  }

  /** A peer subscribes to a topic. */
  addSubscriber(topic: string): void {
    this.subscribers.add(topic);
    this.sink.subscriptionsChanged();
  }

  // What sockets ask.

  async bind({ parsed: endpoint }: ParsedEndpoint): Promise<string> {
    const free = endpoint.protocol === 'tcp' && endpoint.port.kind === 'any';
    const resolved = formatEndpoint(
      free ? { ...endpoint, port: { kind: 'fixed', number: this.#nextPort++ } } : endpoint,
    );
    this.calls.push(`bind ${formatEndpoint(endpoint)}`);
    await this.#engine.bindGate;
    const failure = this.#engine.bindFailure(resolved);
    if (failure !== undefined) throw failure;
    return resolved;
  }

  async unbind(endpoint: string): Promise<void> {
    this.calls.push(`unbind ${endpoint}`);
  }

  connect({ text: endpoint }: ParsedEndpoint): void {
    this.calls.push(`connect ${endpoint}`);
  }

  disconnect({ text: endpoint }: ParsedEndpoint): void {
    this.calls.push(`disconnect ${endpoint}`);
  }

  send(message: Outgoing): boolean {
    if (this.inHand !== undefined) throw new Error('send was called with a message in hand.');
    const failure = this.sendFailure;
    if (failure !== undefined) {
      this.sendFailure = undefined;
      throw failure;
    }
    if (this.room === 0) return false;
    this.room--;
    this.#count(shown(message), byteLength(message));
    return true;
  }

  canSend(): boolean {
    return this.room > 0 && this.inHand === undefined;
  }

  awaitRoom(): void {
    this.writableWanted = true;
  }

  awaitWritable(next: Outgoing, timeout: number): boolean {
    if (this.inHand !== undefined) throw new Error('awaitWritable was called with a message in hand.');
    this.writableWanted = true;
    if (!this.takesInHand) return false;
    this.inHand = shown(next);
    this.inHandTimeout = timeout;
    return true;
  }

  canReceive(): boolean {
    return this.#incoming.length > 0;
  }

  receive(): Message | undefined {
    const message = this.#incoming.shift();
    if (message === undefined) return undefined;
    this.traffic.messagesReceived++;
    this.traffic.bytesReceived += message.size;
    return messageOfFrames(message.frames);
  }

  awaitReadable(interest: ReadInterest): void {
    this.interests.push(interest);
    if (interest === 'none' || this.#incoming.length === 0) return;
    queueMicrotask(() => this.sink.readable());
  }

  watch(waiting: boolean): void {
    this.watching = waiting;
  }

  queued(): { incoming: number | undefined; outgoing: number | undefined } {
    return { incoming: this.#incoming.length, outgoing: undefined };
  }

  async close(linger: number): Promise<void> {
    this.calls.push('close');
    this.linger = linger;
    await this.closeGate;
  }

  command({ name, data }: PeerCommand): void {
    this.calls.push(`${name === SUBSCRIBE ? 'subscribe' : 'unsubscribe'} ${shown(data)}`);
  }

  hasSubscriber(topic: Uint8Array | undefined): boolean {
    if (topic === undefined) return this.subscribers.size > 0;
    return [...this.subscribers].some((subscription) => shown(topic).startsWith(subscription));
  }

  abandonRequest(): void {
    this.calls.push('abandonRequest');
    this.#abandoned = this.sent.length;
    this.#incoming.length = 0;
  }

  #count(message: string, bytes = message.length): void {
    this.sent.push(message);
    this.traffic.messagesSent++;
    this.traffic.bytesSent += bytes;
  }
}

/** A message as text, its frames joined by `|`. */
function shown(message: Outgoing): string {
  return [...new Message(toOutgoing(message)).frames].map((frame) => Buffer.from(frame).toString()).join('|');
}

/** A refusal of an engine to bind. */
export function addressInUse(endpoint: string): ZMQError {
  return new ZMQError('EADDRINUSE', `Cannot bind ${endpoint}: it is taken.`, { endpoint });
}
