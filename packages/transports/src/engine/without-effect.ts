import type { ResolvedOptions } from '@zeromq-ts/core/spi';

/** What the system would do for libzmq, and Node has no way to ask it for. */
const UNREACHABLE = ['sendBufferSize', 'receiveBufferSize', 'tcpKeepaliveCount', 'tcpKeepaliveInterval'] as const;

/** What to say of options that were given and change nothing. */
export function withoutEffect(options: ResolvedOptions): string | undefined {
  const given = UNREACHABLE.filter((name) => options[name] !== -1);
  if (given.length === 0) return undefined;
  const [subject, verb] = given.length === 1 ? [given[0], 'has'] : [given.join(', '), 'have'];
  return (
    `${subject} ${verb} no effect on the engine zmtp: Node cannot set that. Leave it out, set it for the whole system, ` +
    'or choose the engine libzmq.'
  );
}
