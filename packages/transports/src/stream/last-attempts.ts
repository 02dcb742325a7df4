/** The requests of Node's that a connection attempt consists of. */
const ATTEMPTS: ReadonlySet<string> = new Set([
  'ConnectWrap',
  'TCPConnectWrap',
  'PipeConnectWrap',
  'GetAddrInfoReqWrap',
]);

/**
 * Whether nothing but attempts to connect keeps this process alive, which they are not to do: other than everything
 * else, Node cannot unref them, and to an address that does not answer the system tries for two minutes.
 */
export function onlyAttemptsLeft(): boolean {
  // Not every runtime has it; then the process waits.
  const active = (process as Partial<Pick<NodeJS.Process, 'getActiveResourcesInfo'>>).getActiveResourcesInfo?.();
  return active?.every((kind) => ATTEMPTS.has(kind)) ?? false;
}
