import { defaultContext, ZMQContext } from '../context/zmq-context.js';
import type { Engine } from '../engine/engine.js';
import { checkEngineChoice, resolveEngine } from '../engine/engines.js';
import { describe } from '../errors/describe.js';
import { ZMQError } from '../errors/zmq-error.js';

/** Where a socket lives. */
export interface Placement {
  readonly context: ZMQContext;
  readonly engine: Engine;
  /** The options that are left. */
  readonly options: object;
}

/**
 * Takes the context and the engine out of the options of a socket.
 *
 * @throws ZMQError `EINVAL` when one of them, or all the options, are not what they should be.
 */
export function placeSocket(all: unknown): Placement {
  if (typeof all !== 'object' || all === null || Array.isArray(all)) {
    throw new ZMQError('EINVAL', `The options of a socket are an object, not ${describe(all)}.`);
  }
  const { context = defaultContext, engine, ...options } = all as { context?: unknown; engine?: unknown };
  if (!(context instanceof ZMQContext)) {
    throw new ZMQError('EINVAL', `context is ${describe(context)}; it accepts a ZMQContext.`);
  }
  if (engine !== undefined) checkEngineChoice(engine);
  return { context, engine: resolveEngine(engine, context.engine), options };
}
