import { INPROC, IPC, TCP } from '@zeromq-ts/testing/conformance';

const TRANSPORTS = { tcp: TCP, ipc: IPC, inproc: INPROC };

export type Transport = keyof typeof TRANSPORTS;

/** An endpoint that no socket has bound, with a fixed address: either side can come first. */
export async function freshEndpoint(transport: Transport): Promise<string> {
  const setup = await TRANSPORTS[transport].setup({ defer: () => {} });
  return setup.endpoint();
}
