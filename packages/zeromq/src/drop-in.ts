/** All of the package, in one file: its entry points take their part. */
import './option-properties.js';

export { capability } from './capability.js';
export { LIBZMQ_VERSION } from './libzmq-version.js';
export { Context, context } from './context.js';
export { errnoError } from './errors/errno-error.js';
export { construct, nativeClass } from './errors/native-class.js';
export type {
  AuthError,
  ErrnoError,
  Event,
  EventAddress,
  EventError,
  EventFor,
  EventInterval,
  EventOfType,
  EventType,
  ProtoError,
} from './observer/events.js';
export { type EventSubscriber, Observer } from './observer/observer.js';
export type { Message, MessageLike, Readable, Writable } from './messages/message-types.js';
export type { Options } from './option-types.js';
export { SocketProxy } from './proxy.js';
export { Dealer } from './socket/dealer.js';
export { Pair } from './socket/pair.js';
export { Publisher } from './socket/publisher.js';
export { Pull } from './socket/pull.js';
export { Push } from './socket/push.js';
export { Reply } from './socket/reply.js';
export { Request } from './socket/request.js';
export { Router, type RouterConnectOptions } from './socket/router.js';
export { Socket, stateOf } from './socket/socket.js';
export type { SocketOptions } from './socket/socket-options.js';
export { Stream, type StreamConnectOptions } from './socket/stream.js';
export { Subscriber } from './socket/subscriber.js';
export { XPublisher } from './socket/x-publisher.js';
export { XSubscriber } from './socket/x-subscriber.js';
