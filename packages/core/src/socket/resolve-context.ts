import type { ContextAccess } from '../context/zmq-context.js';
import { accessTo, defaultContext, ZMQContext } from '../context/zmq-context.js';
import type { Engine } from '../engine/engine.js';
import { checkEngineChoice, resolveEngine } from '../engine/engines.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';

/** Where a socket lives. */
export interface ResolvedContext {
  readonly context: ZMQContext;
  readonly contextAccess: ContextAccess;
  readonly engine: Engine;
  /** The options that are left. */
  readonly options: object;
}

/**
 * Takes the context and the engine out of the options of a socket.
 *
 * @throws ZMQError `EINVAL` when one of them, or all the options, are not what they should be.
 */
export function resolveContext(all: unknown): ResolvedContext {
  if (typeof all !== 'object' || all === null || Array.isArray(all)) {
    throw new ZMQError('EINVAL', `The options of a socket are an object, not ${showValue(all)}.`);
  }
  const { context = defaultContext(), engine, ...options } = all as { context?: unknown; engine?: unknown };
  if (!(context instanceof ZMQContext)) {
    throw new ZMQError('EINVAL', `context is ${showValue(context)}; it accepts a ZMQContext.`);
  }
  const contextAccess = accessTo(context);
  if (contextAccess === undefined) {
    throw new ZMQError(
      'EINVAL',
      'context is one of another release of @zeromq-ts/core that does not fit to this one. Update the packages of ' +
        '@zeromq-ts together, or import ZMQContext from the package that the socket comes from.',
    );
  }
  if (engine !== undefined) checkEngineChoice(engine);
  return { context, contextAccess, engine: resolveEngine(engine, context.engine), options };
}
