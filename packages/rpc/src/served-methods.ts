import { type Message, ZMQError } from '@zeromq-ts/core';
import { decodeBody, isPromiseLike, type RpcFormat, validated } from './format.js';
import { RpcError } from './rpc-error.js';
import { type CallContext, HandlerContext, type ServerCall } from './server-call.js';
import type { HandlerInputOf, HandlerOutputOf, MethodDefinition, Methods, Service } from './service.js';

type Handler<D extends MethodDefinition> = D extends { readonly stream: true }
  ? (input: HandlerInputOf<D>, call: CallContext) => AsyncIterable<HandlerOutputOf<D>> | Iterable<HandlerOutputOf<D>>
  : (input: HandlerInputOf<D>, call: CallContext) => HandlerOutputOf<D> | PromiseLike<HandlerOutputOf<D>>;

/** One handler for each method of a service. */
export type Handlers<M extends Methods> = { readonly [N in keyof M]: Handler<M[N]> };

/** The methods of a service with their handlers. */
export class ServedMethods {
  readonly #service: Service;
  readonly #definitions: ReadonlyMap<string, MethodDefinition>;
  readonly #handlers: Readonly<Record<string, (input: never, call: CallContext) => unknown>>;
  readonly #format: RpcFormat;

  /** @throws ZMQError `EINVAL` when a handler is missing. */
  constructor(served: Service, handlers: Handlers<Methods>, format: RpcFormat) {
    for (const method of Object.keys(served.methods)) {
      if (typeof handlers[method] !== 'function') {
        throw new ZMQError(
          'EINVAL',
          `The service ${served.name} has a method ${method}, and there is no handler for it.`,
        );
      }
    }
    this.#service = served;
    this.#definitions = new Map(Object.entries(served.methods));
    this.#handlers = handlers;
    this.#format = format;
  }

  /**
   * Carries out a call.
   *
   * @param stream Gets what the handler of a stream has returned.
   * @returns the result, or what `stream` returns; or a promise of it.
   */
  carryOut(
    call: ServerCall,
    message: Message,
    body: Uint8Array,
    stream: (call: ServerCall, items: AsyncIterable<unknown> | Iterable<unknown>) => unknown,
  ): unknown {
    const { method } = call;
    const definition = this.#definitions.get(method);
    const handler = this.#handlers[method];
    if (definition === undefined || handler === undefined) {
      const known = [...this.#definitions.keys()].join(', ');
      throw new RpcError(
        'NOT_FOUND',
        `The service ${this.#service.name} has no method ${method.slice(0, 100)}. There are: ${known}.`,
      );
    }
    const input = validated(definition.input, this.#decode(message, body), 'INVALID_ARGUMENT');
    const handle = (value: unknown): unknown => {
      const result = handler.call(this.#handlers, value as never, new HandlerContext(call));
      return definition.stream === true ? stream(call, result as AsyncIterable<unknown>) : result;
    };
    return isPromiseLike(input) ? input.then(handle) : handle(input);
  }

  /** What `info()` of a client tells. */
  info(): unknown {
    const { name, version, methods } = this.#service;
    return {
      name,
      version,
      methods: Object.entries(methods).map(([method, { stream = false, idempotent = false }]) => ({
        name: method,
        stream,
        idempotent,
      })),
    };
  }

  #decode(message: Message, body: Uint8Array): unknown {
    try {
      return decodeBody(this.#format, message, body);
    } catch (cause) {
      throw new RpcError('INVALID_ARGUMENT', 'The input cannot be decoded.', { cause });
    }
  }
}
