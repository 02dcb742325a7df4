import net from 'node:net';
import { getSystemErrorName } from 'node:util';

/** Undocumented, and the only way to bind a port before a call returns; `listen` asks a resolver first. */
type CreateServerHandle = (address: string, port: number, family: 4 | 6, fd: number, flags: number) => object | number;

/**
 * A handle that is bound to an address, for `server.listen`.
 *
 * @returns `undefined` where this cannot be done: on Bun and Deno, and in a worker of a cluster, whose ports are bound by the
 * primary.
 * @throws An error with the code of the system.
 */
export function boundTcpHandle(address: string, port: number): object | undefined {
  const { _createServerHandle: create } = net as unknown as { _createServerHandle?: CreateServerHandle };
  const { versions } = process;
  if (create === undefined || 'bun' in versions || 'deno' in versions) return undefined;
  const cluster: unknown = process.getBuiltinModule('node:cluster');
  if ((cluster as { readonly isWorker: boolean }).isWorker) return undefined;
  const handle = create(address, port, address.includes(':') ? 6 : 4, -1, 0);
  if (typeof handle === 'object') return handle;
  const code = getSystemErrorName(handle);
  throw Object.assign(new Error(`bind ${code} ${address}:${port}`), { code });
}
