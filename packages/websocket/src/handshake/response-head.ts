import { ZMQError } from '@zeromq-ts/core/spi';

/** The answer of a server, up to the empty line. */
export interface ResponseHead {
  readonly status: number;
  readonly reason: string;
  /** All values of a header, by its name in lower case. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
}

/** The most bytes of a head, with those of interim responses before it. */
export const MAX_HEAD_BYTES = 16_384;

const SWITCHING_PROTOCOLS = 101;
const END = Buffer.from('\r\n\r\n', 'latin1');
const BEGINNING = 'HTTP/';
const STATUS_LINE = /^HTTP\/1\.1 (\d{3})(?: ([\t\u0020-\u007e\u0080-\u00ff]*))?$/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\u0020-\u007e\u0080-\u00ff]*)$/;

/** Gathers the head of a response. Interim ones, as 103 Early Hints, come before it (RFC 9110, section 15.2). */
export class ResponseHeadReader {
  #bytes: Buffer = Buffer.alloc(0);
  /** Where the head begins. */
  #start = 0;

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
    let from = Math.max(this.#start, this.#bytes.length - END.length);
    this.#bytes = Buffer.concat([this.#bytes, chunk]);
    for (;;) {
      const end = this.#bytes.indexOf(END, from);
      if ((end === -1 ? this.#bytes.length : end) > MAX_HEAD_BYTES) {
        throw new ZMQError('EPROTO', `The answer to the upgrade has more than ${MAX_HEAD_BYTES} bytes of headers.`);
      }
      if (end === -1) {
        const first = this.#bytes.toString('latin1', this.#start, this.#start + BEGINNING.length);
        if (!BEGINNING.startsWith(first)) throw notHttp();
        return undefined;
      }
      const head = parse(this.#bytes.toString('latin1', this.#start, end));
      from = end + END.length;
      if (!isInterim(head)) return { head, rest: Buffer.from(this.#bytes.subarray(from)) };
      this.#start = from;
    }
  }
}

function isInterim({ status }: ResponseHead): boolean {
  return status >= 100 && status < 200 && status !== SWITCHING_PROTOCOLS;
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
