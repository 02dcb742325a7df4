import type { CommandDefinition } from '../grammar/definition.js';

/** `zmq pub ENDPOINT… [TOPIC [FRAME…]] [flags]`. */
export function usageOf({ name, arguments: given = [] }: CommandDefinition): string {
  const parts = given.map((each) => (each.required === true ? each.name : `[${each.name}]`));
  return ['zmq', name, ...parts, '[flags]'].join(' ');
}
