import { CommandError } from '../errors/command-error.js';

/** The parts of a stream of bytes that end with this byte; a last one without it counts. Bytes stay bytes. */
export async function* parts(
  chunks: AsyncIterable<Uint8Array>,
  end: number,
  most: number,
): AsyncGenerator<Buffer, void, undefined> {
  let begun: Buffer[] = [];
  let size = 0;
  let number = 1;
  for await (const given of chunks) {
    const chunk = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    let start = 0;
    for (let at = chunk.indexOf(end); at !== -1; at = chunk.indexOf(end, start)) {
      const last = chunk.subarray(start, at);
      if (size + last.length > most) throw tooLong(number, most);
      yield begun.length === 0 ? last : Buffer.concat([...begun, last]);
      begun = [];
      size = 0;
      number += 1;
      start = at + 1;
    }
    if (start < chunk.length) {
      const rest = chunk.subarray(start);
      size += rest.length;
      if (size > most) throw tooLong(number, most);
      begun.push(rest);
    }
  }
  if (begun.length > 0) yield Buffer.concat(begun);
}

function tooLong(number: number, most: number): CommandError {
  return new CommandError('failed', `Line ${number} of the input is longer than ${most} bytes.`, {
    code: 'EMSGSIZE',
    hint: 'raise --max-input-size, or choose --input eof',
  });
}
