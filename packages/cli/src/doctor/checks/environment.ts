import type { Check, Row } from '../check.js';

/** Which variables change what sockets and this program do. Values are not shown, except the name of an engine. */
export const environmentCheck: Check = {
  id: 'environment',
  run: ({ env }) => [environmentRow(env)],
};

/** Which variables of ZeroMQ are set. */
export function environmentRow(env: Readonly<Record<string, string | undefined>>): Row {
  const names = Object.keys(env)
    .filter((name) => name.startsWith('ZMQ_'))
    .toSorted();
  const engine = env['ZMQ_ENGINE'];
  const shown = names.map((name) => (name === 'ZMQ_ENGINE' ? `${name}=${engine}` : name));
  const id = 'environment';
  if (names.length === 0) return { id, status: 'ok', what: 'no variable ZMQ_… is set' };
  return { id, status: 'ok', what: `set: ${shown.join(', ')}` };
}
