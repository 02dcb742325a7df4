import { ZMQError } from '@zeromq-ts/core';
import type { StandardSchema } from '@zeromq-ts/typed';

/** A method of a service: what it takes, what it returns, and how it may be called. */
export interface MethodDefinition {
  /** Checks the input, at the server. Default: anything. */
  readonly input?: StandardSchema<never, unknown> | StandardSchema | undefined;
  /** Checks the output, or each item of a stream, at the client. Default: anything. */
  readonly output?: StandardSchema<never, unknown> | StandardSchema | undefined;
  /** Whether it returns any number of items, one after the other, instead of one result. Default false. */
  readonly stream?: boolean | undefined;
  /**
   * Whether it may be carried out twice: then the client sends it again when a connection is lost or a try times out.
   * Default false.
   */
  readonly idempotent?: boolean | undefined;
}

/** The methods of a service, by name. */
export type Methods = Readonly<Record<string, MethodDefinition>>;

/** A service: its methods, name and version. Both ends have the same definition, usually from a module that both import. */
export interface Service<M extends Methods = Methods> {
  readonly name: string;
  readonly version: string;
  readonly methods: M;
}

type InputSchema<D extends MethodDefinition> = D extends { readonly input: StandardSchema<infer I, infer O> }
  ? [I, O]
  : [unknown, unknown];
type OutputSchema<D extends MethodDefinition> = D extends { readonly output: StandardSchema<infer I, infer O> }
  ? [I, O]
  : [unknown, unknown];

/** What a client gives to a method. */
export type InputOf<D extends MethodDefinition> = InputSchema<D>[0];
/** What the handler of a method gets. */
export type HandlerInputOf<D extends MethodDefinition> = InputSchema<D>[1];
/** What the handler of a method returns, or yields. */
export type HandlerOutputOf<D extends MethodDefinition> = OutputSchema<D>[0];
/** What a client gets from a method. */
export type OutputOf<D extends MethodDefinition> = OutputSchema<D>[1];

const METHOD_OPTIONS = ['input', 'output', 'stream', 'idempotent'];

/**
 * Defines a service.
 *
 * @param methods The methods by name. Names that begin with `$` are the library's own.
 * @param about Its name and version, which `info()` of a client tells. Default: `'service'` and `'0.0.0'`.
 * @throws ZMQError `EINVAL` for a wrong name or definition.
 *
 * @example
 * ```ts
 * import { service } from '@zeromq-ts/rpc';
 * import { z } from 'zod';
 *
 * const calculator = service(
 *   { add: { input: z.object({ a: z.number(), b: z.number() }), output: z.number(), idempotent: true } },
 *   { name: 'calculator', version: '1.0.0' },
 * );
 * console.log(Object.keys(calculator.methods)); // [ 'add' ]
 * ```
 */
export function service<const M extends Methods>(
  methods: M,
  { name = 'service', version = '0.0.0' }: { readonly name?: string; readonly version?: string } = {},
): Service<M> {
  for (const [method, definition] of Object.entries(methods)) {
    if (method === '' || method.startsWith('$')) {
      throw new ZMQError(
        'EINVAL',
        `A method cannot be named '${method}': names are not empty and do not begin with $.`,
      );
    }
    const unknown = Object.keys(definition).find((option) => !METHOD_OPTIONS.includes(option));
    if (unknown !== undefined) {
      throw new ZMQError(
        'EINVAL',
        `The method ${method} has no option ${unknown}. There are: ${METHOD_OPTIONS.join(', ')}.`,
      );
    }
  }
  return { name, version, methods };
}
