import { EventEmitter } from './event-emitter.js';
import { type MessageLike, type Socket as InnerSocket, stateOf, Subscriber } from '../drop-in.js';
import { ZMQ_SNDMORE } from './constants.js';
import { monitorEvent } from './monitor-event.js';
import { shortOptions, type ShortOption } from './short-options.js';
import { type SocketType, socketOf } from './socket-classes.js';
import { getOption, setOption } from './socket-options.js';

/** Called when a call is done, with an error if it has failed. */
export type Callback = (error?: Error) => void;

type Sending = readonly [message: MessageLike[], done: Callback | undefined];

/** What is behind a socket. Not in private fields, since it may be made by `Socket.call(this, type)`. */
interface Inside {
  readonly socket: InnerSocket;
  readonly receives: boolean;
  readonly waiting: Sending[];
  readonly unread: Buffer[][];
  frames: MessageLike[];
  paused: boolean;
  receiving: boolean;
}

const insides = new WeakMap<object, Inside>();

function insideOf(socket: object): Inside {
  const inside = insides.get(socket);
  if (inside === undefined) throw new Error('This socket was not initialised: call zmq.Socket.call(this, type) first.');
  return inside;
}

/** Makes an object a socket: what its constructor does. */
export function initialise(socket: CompatSocket, type: SocketType): void {
  const inner = socketOf(type);
  const receives = type !== 'push' && type !== 'pub';
  insides.set(socket, {
    socket: inner,
    receives,
    waiting: [],
    unread: [],
    frames: [],
    paused: false,
    receiving: false,
  });
  socket.type = type;
  Object.defineProperty(socket, '_socket', { value: inner, configurable: true });
  if (receives) receiveAll(socket);
}

/**
 * A socket with the callbacks and events of versions 4 and 5: messages are events, and calls can be chained.
 *
 * @example
 * ```ts
 * import * as zmq from '@zeromq-ts/zeromq/v5-compat';
 *
 * const pull = zmq.socket('pull');
 * const push = zmq.socket('push');
 * pull.on('message', (name, body) => {
 *   console.log(`${name} ${body}`); // task 1
 *   pull.close();
 *   push.close();
 * });
 * pull.bind('inproc://tasks', () => push.connect('inproc://tasks').send(['task', 1]));
 * ```
 */
export class CompatSocket extends EventEmitter {
  // oxlint-disable-next-line typescript/no-explicit-any -- as the npm package declares it: options are properties
  [key: string]: any;

  /** The name of the socket type. */
  declare type: SocketType;

  constructor(type: SocketType) {
    super();
    initialise(this, type);
  }

  /** Whether it was closed. */
  get closed(): boolean {
    return insideOf(this).socket.closed;
  }

  /** Binds to an endpoint, and then calls `done` and emits `bind`. Without `done`, a failure is an event `error`. */
  bind(address: string, done?: Callback): this {
    finish(this, insideOf(this).socket.bind(address), 'bind', address, done);
    return this;
  }

  /** Unbinds from an endpoint, and then calls `done` and emits `unbind`. Without `done`, a failure is an event `error`. */
  unbind(address: string, done?: Callback): this {
    finish(this, insideOf(this).socket.unbind(address), 'unbind', address, done);
    return this;
  }

  /** Binds to an endpoint before it returns. @throws Error with `code` and `errno`. */
  bindSync(address: string): this {
    insideOf(this).socket.bindSync(address);
    return this;
  }

  /** Unbinds from an endpoint before it returns. @throws Error with `code` and `errno`. */
  unbindSync(address: string): this {
    insideOf(this).socket.unbindSync(address);
    return this;
  }

  /** Connects to an endpoint. @throws Error with `code` and `errno`. */
  connect(address: string): this {
    insideOf(this).socket.connect(address);
    return this;
  }

  /** Disconnects from an endpoint. @throws Error with `code` and `errno`. */
  disconnect(address: string): this {
    insideOf(this).socket.disconnect(address);
    return this;
  }

  /**
   * Sends a message, or with `ZMQ_SNDMORE` its first frames.
   *
   * @param done Called when it is queued. Without it, a failure is an event `error`.
   */
  send(message: MessageLike[] | MessageLike, flags?: number | null, done?: Callback): this {
    const inside = insideOf(this);
    inside.frames = inside.frames.concat(message);
    if (((flags ?? 0) & ZMQ_SNDMORE) !== 0) return this;
    inside.waiting.push([inside.frames, done]);
    inside.frames = [];
    if (!inside.paused) sendAll(this);
    return this;
  }

  /** While paused: the next message that is there, as an array of its frames, or `null`. */
  read(): Buffer[] | null {
    const { unread, socket } = insideOf(this);
    return unread.shift() ?? stateOf(socket).tryReceive() ?? null;
  }

  /** No more messages are emitted or sent until {@link resume}. */
  pause(): void {
    insideOf(this).paused = true;
  }

  /** Goes on after {@link pause}. */
  resume(): void {
    const inside = insideOf(this);
    inside.paused = false;
    for (const message of inside.unread.splice(0)) process.nextTick(() => this.emit('message', ...message));
    if (inside.receives) receiveAll(this);
    sendAll(this);
  }

  /** Closes the socket. Idempotent. */
  close(): this {
    insideOf(this).socket.close();
    return this;
  }

  /** Emits the events of the connections: `listen`, `accept`, `connect`, `connect_delay`, `disconnect` and so on. */
  monitor(interval?: number, count?: number): this {
    if (interval || count) {
      process.emitWarning(
        'Arguments to monitor() are ignored in compatibility mode; all events are read automatically',
      );
    }
    const { events } = insideOf(this).socket;
    const next = async (): Promise<void> => {
      while (!events.closed) {
        const event = (await events.receive()) as Awaited<ReturnType<typeof events.receive>> | undefined;
        if (event === undefined || event.type === 'end') return;
        const monitored = monitorEvent(event);
        if (monitored !== undefined) process.nextTick(() => this.emit(...monitored));
      }
    };
    next().catch((error: unknown) => {
      if (!this.closed && !events.closed) this.emit('error', error);
    });
    return this;
  }

  /** Ends {@link monitor}. */
  unmonitor(): this {
    const { socket } = insideOf(this);
    if (!socket.closed) socket.events.close();
    return this;
  }

  /** Subscribes to messages that begin with this text. @throws Error when it is no `sub`. */
  subscribe(filter: string | Buffer): this {
    subscriberOf(this).subscribe(filter);
    return this;
  }

  /** Removes a subscription. @throws Error when it is no `sub`. */
  unsubscribe(filter: string | Buffer): this {
    subscriberOf(this).unsubscribe(filter);
    return this;
  }

  /** Sets an option, by its number or its name. @throws Error for one that there is not. */
  setsockopt(option: number | ShortOption, value: unknown): this {
    setOption(insideOf(this).socket, numberOf(option), value);
    return this;
  }

  /** Reads an option, by its number or its name. @throws Error for one that there is not. */
  getsockopt(option: number | ShortOption): string | number | boolean | null {
    return getOption(insideOf(this).socket, numberOf(option));
  }
}

for (const [name, option] of Object.entries(shortOptions)) {
  Object.defineProperty(CompatSocket.prototype, name, {
    configurable: true,
    get(this: CompatSocket) {
      return this.getsockopt(option);
    },
    set(this: CompatSocket, value: unknown) {
      this.setsockopt(option, typeof value === 'string' ? Buffer.from(value) : value);
    },
  });
}

function numberOf(option: number | ShortOption): number {
  return typeof option === 'number' ? option : shortOptions[option];
}

function subscriberOf(socket: CompatSocket): Subscriber {
  const inner = insideOf(socket).socket;
  if (!(inner instanceof Subscriber)) throw new Error('Subscriber socket required');
  return inner;
}

function finish(socket: CompatSocket, call: Promise<void>, event: string, address: string, done?: Callback): void {
  call.then(
    () =>
      process.nextTick(() => {
        socket.emit(event, address);
        done?.();
      }),
    (error: Error) => process.nextTick(() => fail(socket, error, done)),
  );
}

function fail(socket: CompatSocket, error: Error, done: Callback | undefined): void {
  if (done === undefined) socket.emit('error', error);
  else done(error);
}

/** Sends the waiting messages, until a message has to wait for room. */
function sendAll(socket: CompatSocket): void {
  const inside = insideOf(socket);
  const inner = inside.socket;
  while (inside.waiting.length > 0 && !inside.paused && !inner.closed && !stateOf(inner).sending) {
    const [message, done] = inside.waiting.shift() as Sending;
    stateOf(inner)
      .sendDuringBind(message)
      .then(
        () => {
          if (done !== undefined) process.nextTick(done);
          sendAll(socket);
          return undefined;
        },
        (error: Error) => {
          if (!inner.closed || done !== undefined) process.nextTick(() => fail(socket, error, done));
          sendAll(socket);
        },
      );
  }
}

function receiveAll(socket: CompatSocket): void {
  const inside = insideOf(socket);
  if (inside.receiving) return;
  inside.receiving = true;
  const inner = inside.socket;
  const next = async (): Promise<void> => {
    while (!inner.closed && !inside.paused) {
      const message = await stateOf(inner).receiveDuringBind();
      if (inside.paused) inside.unread.push(message);
      else process.nextTick(() => socket.emit('message', ...message));
    }
    inside.receiving = false;
  };
  next().catch((error: unknown) => {
    inside.receiving = false;
    if (inner.closed) return;
    process.nextTick(() => {
      socket.emit('error', error);
      receiveAll(socket);
    });
  });
}
