import net from 'node:net';

/**
 * Undocumented, and the only way to bind a port before a call returns, since `listen` asks a resolver first; and the only one
 * to learn at once why the system refuses a path, which has the port and the family -1.
 */
type CreateServerHandle = (
  address: string,
  port: number,
  family: 4 | 6 | -1,
  fd: number,
  flags: number,
) => Handle | number;

interface Handle {
  close(): void;
}

/**
 * A handle that is bound to an address, for `server.listen`.
 *
 * @returns `undefined` where this cannot be done: on Bun and Deno, and in a worker of a cluster, whose ports are bound by the
 * primary.
 * @throws An error with the code of the system.
 */
export function boundTcpHandle(address: string, port: number): object | undefined {
  const create = createServerHandle();
  if (create === undefined) return undefined;
  const cluster: unknown = process.getBuiltinModule('node:cluster');
  if ((cluster as { readonly isWorker: boolean }).isWorker) return undefined;
  const handle = create(address, port, address.includes(':') ? 6 : 4, -1, 0);
  if (typeof handle === 'object') return handle;
  const code = nameOf(handle);
  throw Object.assign(new Error(`bind ${code} ${address}:${port}`), { code });
}

/** Whether `listen` at a path is done when it returns, and {@link pathRefusal} can tell why not: on Node. */
export function canListenAtOnce(): boolean {
  return createServerHandle() !== undefined;
}

/** The code of the error for which the system refuses to bind a path, or an abstract name. */
export function pathRefusal(path: string): string {
  const handle = createServerHandle()?.(path, -1, -1, -1, 0);
  if (typeof handle === 'number') return nameOf(handle);
  handle?.close();
  // It could be bound this time: another socket was there, and is gone.
  return 'EADDRINUSE';
}

/** The name of an error number of the system. To import `node:util` is to load all of it, at every start. */
function nameOf(errno: number): string {
  return process.getBuiltinModule('node:util').getSystemErrorName(errno);
}

function createServerHandle(): CreateServerHandle | undefined {
  const { _createServerHandle: create } = net as unknown as { _createServerHandle?: CreateServerHandle };
  const { versions } = process;
  return 'bun' in versions || 'deno' in versions ? undefined : create;
}
