import type { SocketOptions } from '@zeromq-ts/core';
import { ZMQDealer, ZMQRouter } from '@zeromq-ts/dealerrouter';
import { ZMQXPublisher, ZMQXSubscriber } from '@zeromq-ts/pubsub';
import { ZMQPull, ZMQPush } from '@zeromq-ts/pushpull';
import { type ProxyOptions, ZMQProxy } from './zmq-proxy.js';

type Endpoints = string | readonly string[];

/** A socket as a device uses it. */
interface DeviceSocket {
  readonly endpoint: string | null;
  readonly ready: Promise<void>;
  close(): Promise<void>;
}

/** A running proxy with sockets of its own, which are closed with it. */
export interface ProxyDevice<Frontend, Backend> extends AsyncDisposable {
  readonly proxy: ZMQProxy;
  readonly frontend: Frontend;
  readonly backend: Backend;
  /** Stops the proxy and closes both sockets; what they have not handed over yet is tried for their `linger`. */
  close(): Promise<void>;
}

/** Options of a device: those of the proxy, and those of both of its sockets. */
export interface DeviceOptions extends ProxyOptions {
  /** Options of both sockets. */
  readonly sockets?: SocketOptions | undefined;
}

/**
 * A queue: shares the requests of any number of REQ or DEALER clients out to any number of REP or ROUTER servers
 * (RFC 28; libzmq: `ZMQ_QUEUE`).
 *
 * @param frontend Where clients connect: bound, unless a prefix `>` says to connect.
 * @param backend Where servers connect: bound, unless a prefix `>` says to connect.
 * @returns The running device, once both endpoints are bound.
 * @throws ZMQError when an endpoint is malformed or cannot be bound, as a rejection; both sockets are closed then.
 *
 * @example
 * ```ts
 * import { queue } from '@zeromq-ts/proxy';
 *
 * await using device = await queue('tcp://127.0.0.1:*', 'tcp://127.0.0.1:*');
 * console.log(device.frontend.endpoint, device.backend.endpoint);
 * ```
 */
export async function queue(
  frontend: Endpoints,
  backend: Endpoints,
  options?: DeviceOptions,
): Promise<ProxyDevice<ZMQRouter, ZMQDealer>> {
  const { sockets, ...others } = options ?? {};
  return device(new ZMQRouter(frontend, sockets), (at) => new ZMQDealer(at, sockets), bound(backend), others);
}

/**
 * A forwarder: subscribers connect to one place and get what any number of publishers send there (RFC 29; libzmq:
 * `ZMQ_FORWARDER`). Subscriptions are forwarded to the publishers, so only messages with a subscriber are sent.
 *
 * @param frontend Where publishers connect: bound, unless a prefix `>` says to connect.
 * @param backend Where subscribers connect: bound, unless a prefix `>` says to connect.
 * @returns The running device, once both endpoints are bound.
 * @throws ZMQError when an endpoint is malformed or cannot be bound, as a rejection; both sockets are closed then.
 */
export async function forwarder(
  frontend: Endpoints,
  backend: Endpoints,
  options?: DeviceOptions,
): Promise<ProxyDevice<ZMQXSubscriber, ZMQXPublisher>> {
  const { sockets, ...others } = options ?? {};
  return device(
    new ZMQXSubscriber(bound(frontend), sockets),
    (at) => new ZMQXPublisher(at, sockets),
    bound(backend),
    others,
  );
}

/**
 * A streamer: collects the work of any number of PUSH sockets and shares it out to any number of PULL sockets (RFC 30;
 * libzmq: `ZMQ_STREAMER`).
 *
 * @param frontend Where producers connect: bound, unless a prefix `>` says to connect.
 * @param backend Where workers connect: bound, unless a prefix `>` says to connect.
 * @returns The running device, once both endpoints are bound.
 * @throws ZMQError when an endpoint is malformed or cannot be bound, as a rejection; both sockets are closed then.
 */
export async function streamer(
  frontend: Endpoints,
  backend: Endpoints,
  options?: DeviceOptions,
): Promise<ProxyDevice<ZMQPull, ZMQPush>> {
  const { sockets, ...others } = options ?? {};
  return device(new ZMQPull(bound(frontend), sockets), (at) => new ZMQPush(at, sockets), bound(backend), others);
}

/** Both sides of a device bind, whatever the default of their socket type is. */
function bound(endpoints: Endpoints): Endpoints {
  const list = typeof endpoints === 'string' ? endpoints.split(',') : endpoints;
  return list.map((each) => (/^\s*[@>]/u.test(each) ? each : `@${each}`));
}

async function device<
  F extends DeviceSocket & ConstructorParameters<typeof ZMQProxy>[0],
  B extends DeviceSocket & ConstructorParameters<typeof ZMQProxy>[1],
>(frontend: F, open: (endpoints: Endpoints) => B, at: Endpoints, options: ProxyOptions): Promise<ProxyDevice<F, B>> {
  let backend: B | undefined;
  try {
    backend = open(at);
    const proxy = new ZMQProxy(frontend, backend, options);
    await Promise.all([frontend.ready, backend.ready, options.control?.ready]);
    return running(proxy, frontend, backend);
  } catch (error) {
    await Promise.all([frontend.close(), backend?.close()]);
    throw error;
  }
}

function running<F extends DeviceSocket, B extends DeviceSocket>(
  proxy: ZMQProxy,
  frontend: F,
  backend: B,
): ProxyDevice<F, B> {
  // Its sockets are bound: it can only end by `close`, or by a program that closes one of them.
  void proxy.run();
  const close = async (): Promise<void> => {
    await proxy.stop();
    await Promise.all([frontend.close(), backend.close()]);
  };
  return { proxy, frontend, backend, close, [Symbol.asyncDispose]: close };
}
