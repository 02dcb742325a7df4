import type { ZMQRouter } from '@zeromq-ts/dealerrouter';
import { encodeBody, type RpcFormat } from './format.js';
import { RpcError } from './rpc-error.js';
import type { ServedClient, ServedClients } from './served-client.js';
import type { ServerCall } from './server-call.js';
import { UnsentReplies } from './unsent-replies.js';
import { type Envelope, ERROR, post, type Reply, RESULT } from './wire.js';

/** How many refusals, and answers of the server's own methods, wait for a client whose queue is full. */
const MAX_UNSENT_ANSWERS = 1000;

/** The result of a stream, whose items have been sent. */
const STREAMED = Symbol('streamed');

/** What a server tells its replies. */
export interface ServerRepliesOptions {
  readonly format: RpcFormat;
  readonly exposeErrors: boolean;
  /** Called for each client whose queue was full, and that has read or is gone. */
  readonly hasRoom: (client: ServedClient) => void;
  /** Called for a client that does not read, and for which more answers wait than may. */
  readonly excess: (client: ServedClient) => void;
}

/** Encodes and sends what a server replies; keeps what its clients do not read in time. */
export class ServerReplies {
  readonly #socket: ZMQRouter;
  readonly #clients: ServedClients;
  readonly #format: RpcFormat;
  readonly #exposeErrors: boolean;
  readonly #excess: (client: ServedClient) => void;
  /** Those for clients whose queue is full. */
  readonly #unsent: UnsentReplies;

  /** @param socket With the option `mandatory`. */
  constructor(socket: ZMQRouter, clients: ServedClients, options: ServerRepliesOptions) {
    this.#socket = socket;
    this.#clients = clients;
    this.#format = options.format;
    this.#exposeErrors = options.exposeErrors;
    this.#excess = options.excess;
    this.#unsent = new UnsentReplies(socket, options.hasRoom);
  }

  /** How many clients have a full queue. */
  get fullClients(): number {
    return this.#unsent.clients;
  }

  /** Sends the result of a call. @throws RpcError `INTERNAL` when it cannot be encoded. */
  result(call: ServerCall, value: unknown): void {
    if (value !== STREAMED) this.#reply(call.path, RESULT, value);
  }

  /** Sends the items of a stream, as its client takes them. */
  async stream(call: ServerCall, items: AsyncIterable<unknown> | Iterable<unknown>): Promise<typeof STREAMED> {
    await call.stream(
      items,
      (kind, value) => this.#reply(call.path, kind, value),
      () => this.#unsent.clients > 0 && this.#clientOf(call.path).unsent.length > 0,
    );
    return STREAMED;
  }

  /** Sends why a call has failed. */
  error(path: Reply, error: unknown): void {
    this.#reply(path, ERROR, this.#describe(error));
  }

  /** Answers a method that every server has. */
  answer(client: ServedClient, { frames, pathLength }: Envelope, value: unknown): void {
    const path = frames.slice(0, pathLength);
    try {
      this.#reply(path, RESULT, value);
    } catch (error) {
      this.error(path, error);
    }
    this.#answered(client);
  }

  /** Refuses a request, before it has become a call. */
  refuse(client: ServedClient, path: Reply, code: string, message: string): void {
    this.#reply(path, ERROR, { code, message });
    this.#answered(client);
  }

  /** The client is gone: its queued replies are dropped. */
  drop(client: ServedClient): void {
    this.#unsent.drop(client);
  }

  /** Nothing is kept from here on: queued replies have the time of `linger`, as all messages of the socket. */
  close(): void {
    if (this.#unsent.clients > 0 && !this.#socket.closed) {
      this.#socket.setOption('sendHighWaterMark', 0);
      this.#socket.setOption('sendHighWaterMarkBytes', 0);
      this.#unsent.offer();
    }
    this.#unsent.close();
  }

  /** A request was answered that is no call under way: one whose client does not read cannot have any number of those. */
  #answered(client: ServedClient): void {
    if (client.unsent.length > 0 && ++client.unsentAnswers > MAX_UNSENT_ANSWERS) this.#excess(client);
  }

  #clientOf(path: Reply): ServedClient {
    return this.#clients.of(path[0] as Uint8Array);
  }

  /** Sends a reply. What cannot be encoded becomes an error for the client, not a call without an answer. */
  #reply(path: Reply, kind: string, value: unknown): void {
    let body: string | Uint8Array;
    try {
      body = encodeBody(this.#format, value);
    } catch (error) {
      if (kind !== ERROR) throw new RpcError('INTERNAL', 'The result of the call cannot be encoded.', { cause: error });
      body = this.#encodedError();
    }
    this.#send([...path, '', kind, body]);
  }

  #send(reply: Reply): void {
    if (this.#unsent.clients > 0) {
      const client = this.#clientOf(reply);
      if (client.unsent.length > 0) return this.#unsent.add(client, reply);
    }
    // A client that has left gets nothing: that is no failure of the server.
    if (!post(this.#socket, reply)) this.#unsent.add(this.#clientOf(reply), reply);
  }

  /** What stands for an error that cannot be encoded; empty with a format that has no objects, such as bytes. */
  #encodedError(): string | Uint8Array {
    try {
      return encodeBody(this.#format, { code: 'INTERNAL', message: 'The error cannot be encoded.' });
    } catch {
      return '';
    }
  }

  #describe(error: unknown): { code: string; message: string; data?: unknown } {
    if (error instanceof RpcError) return { code: error.code, message: error.message, data: error.data };
    if (!this.#exposeErrors) return { code: 'INTERNAL', message: 'The server failed to carry out the call.' };
    return { code: 'INTERNAL', message: textOf(error) };
  }
}

/** The text of anything that was thrown. */
function textOf(error: unknown): string {
  try {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  } catch {
    return 'The handler has thrown what is no text.';
  }
}
