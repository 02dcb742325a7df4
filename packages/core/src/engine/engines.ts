import { checkArgumentCount } from '../errors/argument-count.js';
import { showValue } from '../errors/show-value.js';
import { ZMQError } from '../errors/zmq-error.js';
import { checkCallOptions } from '../options/call-options.js';
import { checkSeam, ENGINE_SEAM } from '../registry/seams.js';
import { otherFormats, sharedSlot } from '../registry/shared-slot.js';
import { environmentVariable } from '../runtime/environment.js';
import type { Engine } from './engine.js';

/** The name of an engine: those of this project, or any other registered one. */
export type EngineName = 'zmtp' | 'libzmq' | (string & {});

/** An engine, or the name of one. */
export type EngineChoice = Engine | EngineName;

const ENTRY_POINTS: Readonly<Record<string, string>> = {
  zmtp: '@zeromq-ts/transports/zmtp',
  libzmq: '@zeromq-ts/transports/libzmq',
};

/** What all copies of this package that have the same seam to engines share. */
interface EngineRegistry {
  readonly engines: Map<string, Engine>;
  /** The engine that a package made the default by registering it so. */
  preferred: string | undefined;
  /** The engine object that the application chose with `setDefaultEngine`. */
  chosen: Engine | undefined;
}

const ENGINES = `core/${ENGINE_SEAM}`;

function engineRegistry(): EngineRegistry {
  return sharedSlot(ENGINES, () => ({ engines: new Map(), preferred: undefined, chosen: undefined }));
}

/** The name of the engine that the application chose, for all copies of this package, whatever seam they have. */
function chosenName(): { name: string | undefined } {
  return sharedSlot('core/chosen-engine', () => ({ name: undefined }));
}

/**
 * Registers an engine by its name. For packages that implement one.
 *
 * @param preferred Makes it the default, unless the application or the environment chooses another.
 * @throws ZMQError `EINVAL` when the engine is made for another version of the seam.
 */
export function registerEngine(engine: Engine, options: { readonly preferred?: boolean } = {}): void {
  checkArgumentCount('registerEngine', arguments, 2);
  checkCallOptions('registerEngine', options, { preferred: () => {} });
  checkSeam(`The engine ${showValue(engine.name)}`, engine.seam, ENGINE_SEAM);
  const registry = engineRegistry();
  // A second copy of the same package brings the same engine again; the first stays, with the sockets it has.
  if (!registry.engines.has(engine.name)) registry.engines.set(engine.name, engine);
  if (options.preferred === true) registry.preferred ??= engine.name;
}

/**
 * Chooses the engine of all sockets created from now on, unless the socket or its context chooses one. It takes
 * precedence over the environment variable `ZMQ_ENGINE`.
 *
 * @param engine An engine, its name, or `undefined` to leave the choice to the environment again.
 * @throws ZMQError `EINVAL` for anything else. A name is looked up when a socket is created, which fails if no engine of
 * that name is registered by then.
 *
 * @example
 * ```ts
 * import { setDefaultEngine } from '@zeromq-ts/core';
 *
 * setDefaultEngine('libzmq');
 * ```
 */
export function setDefaultEngine(engine: EngineChoice | undefined): void {
  checkArgumentCount('setDefaultEngine', arguments, 1);
  if (engine !== undefined) checkEngineChoice(engine);
  chosenName().name = typeof engine === 'object' ? engine.name : engine;
  engineRegistry().chosen = typeof engine === 'object' ? engine : undefined;
}

/** @throws ZMQError `EINVAL` unless it is a name, or an engine that is made for this version of the seam. */
export function checkEngineChoice(engine: unknown): asserts engine is EngineChoice {
  if (typeof engine === 'string' && engine !== '') return;
  if (isEngine(engine)) return checkSeam(`The engine ${showValue(engine.name)}`, engine.seam, ENGINE_SEAM);
  throw new ZMQError(
    'EINVAL',
    `engine is ${showValue(engine)}; it accepts 'zmtp', 'libzmq', or an engine object that a package exports.`,
  );
}

function isEngine(value: unknown): value is Engine {
  if (typeof value !== 'object' || value === null) return false;
  const { open, endpoints, security } = value as Partial<Engine>;
  return typeof open === 'function' && typeof endpoints === 'object' && typeof security === 'object';
}

/** The engine for a socket: its own choice, its context's, the application's, the environment's, the default. */
export function resolveEngine(ofSocket: EngineChoice | undefined, ofContext: EngineChoice | undefined): Engine {
  const registry = engineRegistry();
  const fromEnvironment = environmentVariable('ZMQ_ENGINE');
  const choice = ofSocket ?? ofContext ?? chosenEngine(registry) ?? fromEnvironment ?? registry.preferred;
  if (choice === undefined) {
    throw new ZMQError(
      'EINVAL',
      `No engine is registered. ${otherEngines()}Import a pattern package, or '@zeromq-ts/transports', before creating ` +
        'a socket.',
    );
  }
  if (typeof choice !== 'string') return choice;
  const engine = registry.engines.get(choice);
  if (engine !== undefined) return engine;
  const name = showValue(choice);
  const origin =
    ofSocket !== undefined || ofContext !== undefined
      ? undefined
      : choice === chosenName().name
        ? 'setDefaultEngine'
        : choice === fromEnvironment
          ? 'the environment variable ZMQ_ENGINE'
          : undefined;
  const problem = `The engine ${name}${origin === undefined ? '' : `, chosen by ${origin},`} is not registered.`;
  const known = [...registry.engines.keys()].map((each) => `'${each}'`).join(', ');
  const entry = ENTRY_POINTS[choice];
  const advice =
    entry === undefined ? `Registered are: ${known}.` : `Import '${entry}' first; registered are: ${known}.`;
  throw new ZMQError('EINVAL', `${problem} ${otherEngines()}${advice}`);
}

/** What was chosen last: an object, unless a copy with another seam has chosen something else since. */
function chosenEngine({ chosen }: EngineRegistry): EngineChoice | undefined {
  const { name } = chosenName();
  return chosen?.name === name ? chosen : name;
}

/** Names the engines that this copy cannot use, in a sentence of its own, if there are any. */
function otherEngines(): string {
  const others = otherFormats(ENGINES);
  if (others.length === 0) return '';
  return `Engines for ${others.join(', ')} are loaded, and this copy of @zeromq-ts/core takes ${ENGINE_SEAM}. `;
}
