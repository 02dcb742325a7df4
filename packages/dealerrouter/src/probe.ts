/**
 * Whether an empty message is sent over each new connection, so that a ROUTER learns who is there (libzmq:
 * `ZMQ_PROBE_ROUTER`). Not where only the newest message is kept: the probe would take the place of a message.
 */
export function probes({
  probeRouter,
  conflate = false,
}: {
  readonly probeRouter: boolean;
  readonly conflate?: boolean | undefined;
}): boolean {
  return probeRouter && !conflate;
}
