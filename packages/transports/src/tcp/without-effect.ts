import type { ResolvedOptions } from '@zeromq-ts/core/spi';

/** Options that libzmq passes to the operating system, and that Node has no API for. */
const UNREACHABLE = ['sendBufferSize', 'receiveBufferSize', 'tcpKeepaliveCount', 'tcpKeepaliveInterval'] as const;

/** The warning about options that have no effect on this engine; `undefined` if there are none. */
export function withoutEffect(options: ResolvedOptions): string | undefined {
  const given = UNREACHABLE.filter((name) => options[name] !== -1);
  if (given.length === 0) return undefined;
  const [subject, verb] = given.length === 1 ? [given[0], 'has'] : [given.join(', '), 'have'];
  return (
    `${subject} ${verb} no effect on the engine zmtp: Node cannot set them. Omit them, configure the operating system, ` +
    'or choose the engine libzmq.'
  );
}
