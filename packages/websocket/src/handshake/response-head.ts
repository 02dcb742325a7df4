import { ZMQError } from '@zeromq-ts/core/spi';

/** The answer of a server, up to the empty line. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** All values of a header, by its name in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** The most bytes of a head. */
export const MAX_HEAD_BYTES = 16_384;

const END = Buffer.from('\r\n\r\n', 'latin1');
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})(?: ([\t\u0020-\u007e\u0080-\u00ff]*))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*)$/;

/** Gathers the head of a response. */
export class ResponseHeadReader {
  #bytes: Buffer = Buffer.alloc(0);

  get length(): number {
    return this.#bytes.length;
  }

  /**
   * Takes bytes of the server.
   *
   * @returns the head and what follows it; `undefined` when its end has not come.
   * @throws ZMQError when it is not one, or is too long.
   */
  push(chunk: Uint8Array): { readonly head: ResponseHead; readonly rest: Buffer } | undefined {
    const from = Math.max(0, this.#bytes.length - END.length);
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    const end = this.#bytes.indexOf(END, from);
    if (end === -1 ? this.#bytes.length > MAX_HEAD_BYTES : end > MAX_HEAD_BYTES) {
      throw new ZMQError('EPROTO', `The answer to the upgrade has more than ${MAX_HEAD_BYTES} bytes of headers.`);
    }
    if (end === -1) {
      if (this.#bytes.length >= 5 && this.#bytes.toString('latin1', 0, 5) !== 'HTTP/') throw notHttp();
      return undefined;
    }
    const rest = Buffer.from(this.#bytes.subarray(end + END.length));
    return { head: parse(this.#bytes.toString('latin1', 0, end)), rest };
  }
}

function parse(text: string): ResponseHead {
  const [first = '', ...lines] = text.split('\r\n');
  const [, status, reason = ''] = STATUS_LINE.exec(first) ?? [];
  if (status === undefined) throw notHttp();
  const headers = new Map<string, string[]>();
  for (const line of lines) {
    const [, name, value] = HEADER.exec(line) ?? [];
    if (name === undefined || value === undefined) {
      throw new ZMQError('EPROTO', 'The answer to the upgrade has a malformed header.');
    }
    const key = name.toLowerCase();
    headers.set(key, [...(headers.get(key) ?? []), value.trimEnd()]);
  }
  return { status: Number(status), reason, headers };
}

function notHttp(): ZMQError {
  return new ZMQError('EPROTO', 'The peer does not answer as an HTTP/1.1 server does.');
}
