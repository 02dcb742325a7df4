import { binaryKey, encodeText } from '@zeromq-ts/core/spi';

/**
 * What tells a request from others: text or bytes, such as a frame of the request, or a list of these, such as who asks and
 * the number of the request.
 */
export type RequestKey = string | Uint8Array | readonly (string | Uint8Array)[];

/** The same text for equal keys only: the length of each part comes before it, so that `['a', 'bc']` is not `['ab', 'c']`. */
export function textOfKey(key: RequestKey): string {
  const parts = typeof key === 'string' || key instanceof Uint8Array ? [key] : key;
  return parts
    .map((part) => {
      const text = binaryKey(typeof part === 'string' ? encodeText(part) : part);
      return `${text.length}:${text}`;
    })
    .join('');
}
