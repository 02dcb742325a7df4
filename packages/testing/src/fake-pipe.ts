import type { PeerCommand } from '../../core/src/message/peer-command.js';
import { cancelCommand, SUBSCRIBE, subscribeCommand } from '../../core/src/message/peer-command.js';
import type {
  DropReason,
  MessageInput,
  Outgoing,
  PeerInfo,
  Pipe,
  ResolvedOptions,
  Routing,
  RoutingHost,
  SocketTypeDefinition,
} from '../../core/src/spi.js';
import { Message, toOutgoing, ZMTP_SECURITY } from '../../core/src/spi.js';
import { acceptedOptions } from '../../core/src/options/accepted-options.js';
import { resolveOptions } from '../../core/src/options/resolve-options.js';

/** A pipe without a wire: tests say what its peer does. */
export class FakePipe implements Pipe {
  readonly name: string;
  peer: PeerInfo;
  live = false;
  /** Whether the peer may still be heard although it takes nothing. */
  linked = false;
  /** The routing id that the application has given the peer. */
  assignedRoutingId: Uint8Array | undefined;
  /** How many more messages it takes. */
  room = Infinity;
  /** What was written and is still on its way, as text, frames joined by `|`. */
  sent: string[] = [];
  /** Everything that was written, as it was. */
  readonly written: Outgoing[] = [];
  /** The subscriptions that were sent to the peer: `+topic`, `-topic`. */
  told: string[] = [];
  /** How often it was dropped, and why. */
  readonly drops: (Error | undefined)[] = [];
  /** How often its connection was renewed, and why. */
  readonly renewals: Error[] = [];
  /** Messages that have come in. */
  readonly incoming: Message[] = [];
  readonly #waiting = new Set<Outgoing>();

  constructor(name: string, peer: PeerInfo = {}) {
    this.name = name;
    this.peer = peer;
  }

  get writable(): boolean {
    return this.room > 0;
  }

  get readable(): boolean {
    return this.incoming.length > 0;
  }

  get unread(): number {
    return this.incoming.length;
  }

  write(message: Outgoing): void {
    if (this.room === 0) throw new Error(`${this.name} is full: write was called without asking.`);
    this.room--;
    this.written.push(message);
    this.sent.push(shown(message));
    if (!this.live) this.#waiting.add(message);
  }

  peek(): Message | undefined {
    return this.incoming[0];
  }

  read(): Message | undefined {
    return this.incoming.shift();
  }

  recall(message: Outgoing): boolean {
    if (this.live || !this.#waiting.delete(message)) return false;
    this.sent.splice(this.sent.lastIndexOf(shown(message)), 1);
    this.room++;
    return true;
  }

  writeCommand({ name, data }: PeerCommand): void {
    if (this.live) this.told.push(`${name === SUBSCRIBE ? '+' : '-'}${shown(data)}`);
  }

  /** How often its connection was ended. */
  ends = 0;

  end(): void {
    this.ends++;
  }

  renew(reason: Error): void {
    this.renewals.push(reason);
    this.incoming.length = 0;
  }

  drop(reason?: Error): void {
    this.drops.push(reason);
  }

  /** What has been written since it was asked last; a connection has it now. */
  take(): string[] {
    this.#waiting.clear();
    return this.sent.splice(0);
  }
}

/** One routing with pipes that the test leads through their lives. */
export class RoutingBench<R extends Routing = Routing> {
  readonly routing: R;
  /** What was dropped: `full`, `unroutable` … and the name of the pipe. */
  readonly dropped: string[] = [];
  /** For each request that was lost: whether it is still the one under way. */
  readonly losses: (() => boolean)[] = [];
  readonly news = { readable: 0, subscriptions: 0 };

  #options: ResolvedOptions;
  readonly #change: (options: object) => void;

  constructor(definition: SocketTypeDefinition, given: object = {}) {
    const resolve = (options: object): ResolvedOptions =>
      resolveOptions(definition.type, options, acceptedOptions(definition, { security: ZMTP_SECURITY }));
    this.#options = resolve(given);
    this.#change = (options) => (this.#options = resolve({ ...given, ...options }));
    const options = (): ResolvedOptions => this.#options;
    const context: RoutingHost = {
      get options() {
        return options();
      },
      readable: () => this.news.readable++,
      subscriptionsChanged: () => this.news.subscriptions++,
      requestLost: (holds) => this.losses.push(holds),
      dropped: (reason: DropReason, count: number, pipe?: Pipe) => {
        for (let each = 0; each < count; each++) {
          this.dropped.push(pipe === undefined ? reason : `${reason} ${(pipe as FakePipe).name}`);
        }
      },
    };
    this.routing = definition.routing?.(context) as R;
  }

  /** Options are changed while the socket lives. */
  change(options: object): void {
    this.#change(options);
    this.routing.optionsChanged?.();
  }

  /** A connected endpoint whose peer has not answered yet. */
  pending(name: string, peer?: PeerInfo): FakePipe {
    const pipe = new FakePipe(name, peer);
    this.routing.attached(pipe);
    return pipe;
  }

  /** A peer that is there. */
  peer(name: string, peer?: PeerInfo): FakePipe {
    const pipe = this.pending(name, peer);
    this.greet(pipe);
    return pipe;
  }

  greet(pipe: FakePipe): void {
    pipe.live = true;
    this.routing.established?.(pipe);
  }

  /** The connection is gone; the pipe waits for the next one. */
  lose(pipe: FakePipe): void {
    pipe.live = false;
    this.routing.lost?.(pipe);
  }

  /** The peer is gone for good. */
  detach(pipe: FakePipe): void {
    this.retire(pipe);
    pipe.incoming.length = 0;
    this.routing.detached(pipe);
  }

  /** The peer is gone for good, or its endpoint disconnected; what it has sent can still be read. */
  retire(pipe: FakePipe): void {
    pipe.room = 0;
    if (pipe.live) this.lose(pipe);
    this.routing.retired?.(pipe);
  }

  /** Messages come in. */
  deliver(pipe: FakePipe, ...messages: MessageInput[]): void {
    const idle = !pipe.readable;
    for (const message of messages) pipe.incoming.push(new Message(message));
    if (idle) this.routing.readable(pipe);
  }

  /** The number of messages for which there is room. */
  makeRoom(pipe: FakePipe, room = Infinity): void {
    pipe.room = room;
    this.routing.writable(pipe);
  }

  subscribe(pipe: FakePipe, ...topics: string[]): void {
    for (const topic of topics) this.routing.peerCommand?.(pipe, subscribeCommand(Buffer.from(topic)));
  }

  cancel(pipe: FakePipe, ...topics: string[]): void {
    for (const topic of topics) this.routing.peerCommand?.(pipe, cancelCommand(Buffer.from(topic)));
  }

  send(message: MessageInput): boolean {
    return this.routing.send(toOutgoing(message));
  }

  /** The next message as text. */
  receive(): string | undefined {
    const message = this.routing.receive();
    return message === undefined ? undefined : shown(message.frames);
  }

  /** All messages as text. */
  receiveAll(): string[] {
    const messages: string[] = [];
    for (let next = this.receive(); next !== undefined; next = this.receive()) messages.push(next);
    return messages;
  }
}

/** A message as text, its frames joined by `|`. */
function shown(message: Outgoing): string {
  return [...new Message(message)].map((frame) => Buffer.from(frame).toString()).join('|');
}
