import type { ZMQReply } from '@zeromq-ts/reqrep';

/** What is to be tested: a server that greets, until its socket is closed. */
export async function greet(socket: ZMQReply): Promise<void> {
  for await (const name of socket) await socket.send(name.text() === '' ? 'Who are you?' : `Hello ${name}`);
}
