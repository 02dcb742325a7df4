import { extraArgumentError } from '../errors/argument-count.js';
import { toOutgoing, type MessageInput } from '../message/input.js';
import { isMessageInput } from '../message/is-message-input.js';
import type { SocketOptions } from '../options/socket-options.js';
import type { WaitOptions } from '../options/timing.js';
import type { SocketTypeDefinition } from '../pattern/socket-type.js';
import type { SendState } from './send-state.js';
import { sendLimits } from './send-limits.js';
import { senderOf } from './sender-factory.js';
import { coreOf, ZMQSocket } from './zmq-socket.js';
import { rejectWithinBudget } from '../turn/within-budget.js';

/** A socket that sends. */
export abstract class SendSocket<Options extends object = SocketOptions> extends ZMQSocket<Options> {
  constructor(definition: SocketTypeDefinition, endpoint?: string | readonly string[], options?: Options) {
    super(definition, endpoint, options, senderOf);
  }

  /**
   * Sends a message. Messages keep the order of the calls even when they are not awaited; any number of sends may be
   * pending.
   *
   * Do not modify a buffer after passing it, unless the option `copyFramesUpToBytes` has it copied.
   *
   * While it waits for room, it keeps the process alive if the promise is awaited (`await` or `then`). Otherwise,
   * `linger` limits how long it is tried once the process has nothing else to do. A send that `close` abandons because
   * linger has expired rejects with `ENOTSOCK`, which is not reported as an unhandled rejection.
   *
   * @param message A string (UTF-8), bytes, a `Message`, or an array of these, one frame each.
   * @param options `timeout`: how long it waits for room, in milliseconds, default: the option `sendTimeout`; 0 does not
   * wait. `signal`: aborting it while the send waits rejects it with the reason of the signal. A message whose send has
   * rejected is not sent. On the engine `libzmq`, a send that is given up rejects up to 20 ms later.
   * @returns `true` once the message is queued for a peer; the promise is pending while all queues are full. `false`
   * when the send was out of turn and had no effect (event `ignored`).
   * @throws TypeError for anything that is not a message; ZMQError `EAGAIN` after the timeout, `ENOTSOCK` on a closed
   * socket, `EHOSTUNREACH` from a mandatory ROUTER and after the option `peerTimeout`, and on the engine `zmtp` `EMSGSIZE` for a message of more than
   * 2^31 - 1 bytes or 262 144 frames, or with a frame larger than the `maxMessageSize` of the peer (a PUB or XPUB drops
   * it for that subscriber); the reason of the signal. All as rejections.
   */
  send(message: MessageInput, options?: WaitOptions): Promise<boolean>;
  send(message: MessageInput, options?: WaitOptions, extra?: unknown): Promise<boolean> {
    if (options === undefined && extra === undefined) {
      const { gate, sender } = coreOf(this);
      return gate === undefined || gate.open ? sender.send(message) : gate.send(message);
    }
    try {
      if (extra !== undefined) throw extraArgumentError('send', 2, extra, FRAMES_ARE_ONE_ARGUMENT);
      if (isMessageInput(options)) throw extraArgumentError('send', 1, options, FRAMES_ARE_ONE_ARGUMENT);
      const { gate, sender, sendTimeout } = coreOf(this);
      const limits = sendLimits(options as WaitOptions, sendTimeout);
      return gate === undefined || gate.open ? sender.send(message, limits) : gate.send(message, options, limits);
    } catch (error) {
      return rejectWithinBudget(error);
    }
  }

  /**
   * Sends a message if that is possible without waiting.
   *
   * @returns `true` when it is queued, `false` when there is no room, or when it was out of turn (event `ignored`);
   * {@link sendState} tells which.
   * @throws TypeError for anything that is not a message; ZMQError `ENOTSOCK` on a closed socket, `EMSGSIZE` as `send`.
   */
  trySend(message: MessageInput): boolean;
  trySend(message: MessageInput, extra?: unknown): boolean {
    if (extra !== undefined) {
      throw extraArgumentError('trySend', 1, extra, isPlainObject(extra) ? '' : FRAMES_ARE_ONE_ARGUMENT);
    }
    const core = coreOf(this);
    if (core.gate === undefined || core.gate.open) return core.sender.trySend(message);
    core.assertOpen();
    toOutgoing(message);
    return false;
  }

  /**
   * What would become of a send now, see {@link SendState}. After a `trySend` that returned `false`, it tells whether there
   * was no room (`'full'`) or it was not the turn of a REQ or REP (`'out-of-turn'`).
   */
  get sendState(): SendState {
    return coreOf(this).sender.state;
  }

  /**
   * Whether a message could be sent now without waiting: {@link sendState} is `'ready'`. Types that drop instead of waiting
   * (PUB, XPUB, XSUB, ROUTER, and REP when it is its turn) are always writable; with the option `noDrop`, a PUB and an XPUB are
   * on the engine `zmtp` only while no subscriber is full. libzmq: `ZMQ_POLLOUT` of `ZMQ_EVENTS`.
   */
  get writable(): boolean {
    return coreOf(this).sender.state === 'ready';
  }

  /**
   * Resolves when {@link writable} is true, at once if it is already. It keeps no room: another send may take it first.
   *
   * @param options `timeout` in milliseconds, default `Infinity`; `signal`.
   * @throws ZMQError `EAGAIN` after the timeout, `ENOTSOCK` when the socket is or gets closed; the reason of the signal.
   * All as rejections.
   *
   * @example
   * ```ts
   * import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
   *
   * await using push = new ZMQPush('@inproc://tasks');
   * console.log(push.trySend('task'), push.sendState); // false full
   * await using pull = new ZMQPull('>inproc://tasks');
   * await push.whenWritable({ timeout: 1000 });
   * console.log(push.trySend('task')); // true
   * ```
   */
  whenWritable(options?: WaitOptions): Promise<void>;
  whenWritable(options: WaitOptions = {}, extra?: unknown): Promise<void> {
    if (extra !== undefined) return rejectWithinBudget(extraArgumentError('whenWritable', 1, extra));
    return coreOf(this).readiness.whenWritable(options);
  }
}

const FRAMES_ARE_ONE_ARGUMENT = "The frames of a message are one argument: send(['first', 'second']).";

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
