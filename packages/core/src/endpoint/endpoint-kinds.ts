import type { InprocEndpoint, IpcEndpoint, TcpEndpoint } from './types.js';

/**
 * The kinds of endpoints, by their protocols. A package with a transport of its own adds its kind, so that `Endpoint`,
 * and what `bind` and `connect` accept, are typed by what is imported.
 *
 * ```ts ignore
 * declare module '@zeromq-ts/core' {
 *   interface EndpointKinds {
 *     loop: LoopEndpoint;
 *   }
 * }
 * ```
 */
export interface EndpointKinds {
  readonly tcp: TcpEndpoint;
  readonly ipc: IpcEndpoint;
  readonly inproc: InprocEndpoint;
}
