import { commandOf, type ReadCommand } from '../probe/command-reader.js';

const LONG = 0x02;
const COMMAND = 0x04;
/** Commands are short; of anything longer only the end is looked for. */
const KEPT_BYTES = 1024;

/** Reads the frames of a peer, and gives its commands. What is no command is passed over. */
export class CommandFrames {
  #bytes: Buffer = Buffer.alloc(0);
  /** How many bytes of a frame are still to be passed over. */
  #left = 0;

  /** Takes bytes. @returns The commands that they complete. */
  push(chunk: Buffer): readonly ReadCommand[] {
    const commands: ReadCommand[] = [];
    const passed = Math.min(this.#left, chunk.length);
    this.#left -= passed;
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(passed)]);
    for (;;) {
      const flags = this.#bytes[0];
      const header = flags !== undefined && (flags & LONG) !== 0 ? 9 : 2;
      if (flags === undefined || this.#bytes.length < header) return commands;
      const size = header === 2 ? (this.#bytes[1] as number) : Number(this.#bytes.readBigUInt64BE(1));
      const end = header + size;
      if ((flags & COMMAND) === 0 || size > KEPT_BYTES) {
        this.#left = Math.max(0, end - this.#bytes.length);
        this.#bytes = this.#bytes.subarray(Math.min(end, this.#bytes.length));
        continue;
      }
      if (this.#bytes.length < end) return commands;
      const command = commandOf(this.#bytes.subarray(header, end));
      if (command !== undefined) commands.push(command);
      this.#bytes = this.#bytes.subarray(end);
    }
  }
}
