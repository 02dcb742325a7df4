import { ZMQError } from '@zeromq-ts/core';
import { type Codec, json, type StandardSchema } from '@zeromq-ts/typed';

/** A kind of job: how its input and its result travel. Pool and workers have the same. */
export interface JobType<Input, Result, WorkerInput = Input, WorkerResult = Result> {
  readonly input: Codec<Input, WorkerInput>;
  readonly result: Codec<WorkerResult, Result>;
}

/** What a pool needs of a kind of job. */
export interface PoolSide<Input, Result> {
  readonly input: Pick<Codec<Input, unknown>, 'encode'>;
  readonly result: Pick<Codec<never, Result>, 'decode'>;
}

/** What a worker needs of a kind of job. */
export interface WorkerSide<Input, Result> {
  readonly input: Pick<Codec<never, Input>, 'decode'>;
  readonly result: Pick<Codec<Result, unknown>, 'encode'>;
}

/**
 * Defines a kind of job.
 *
 * @param definition `input` and `result`: a codec of `@zeromq-ts/typed`, or a schema for JSON. Default: JSON that nothing checks.
 * @throws ZMQError `EINVAL` for anything else.
 *
 * @example
 * ```ts
 * import { job } from '@zeromq-ts/workers';
 *
 * const wordCount = job<{ path: string }, number>();
 * console.log(wordCount.input.encode({ path: '/etc/hosts' })); // {"path":"/etc/hosts"}
 * ```
 */
export function job<Input, Result, WorkerInput = Input, WorkerResult = Result>(
  definition: {
    readonly input?: Codec<Input, WorkerInput> | StandardSchema<Input, WorkerInput>;
    readonly result?: Codec<WorkerResult, Result> | StandardSchema<WorkerResult, Result>;
  } = {},
): JobType<Input, Result, WorkerInput, WorkerResult> {
  return { input: codecOf('input', definition.input), result: codecOf('result', definition.result) };
}

function codecOf<In, Out>(name: string, option: Codec<In, Out> | StandardSchema<In, Out> | undefined): Codec<In, Out> {
  if (option === undefined) return json<In, Out>();
  if ('~standard' in option) return json<In, Out>(option);
  if (typeof option.encode === 'function' && typeof option.decode === 'function') return option;
  throw new ZMQError(
    'EINVAL',
    `The ${name} of a job is a codec, such as json(), or a schema of zod, valibot or arktype.`,
  );
}
