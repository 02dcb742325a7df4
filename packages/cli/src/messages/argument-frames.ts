import { access, constants, readFile, stat } from 'node:fs/promises';
import { CommandError, UsageError } from '../errors/command-error.js';
import type { Parsed } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { wholeStdin } from '../input/stdin.js';
import { printable } from '../output/printable.js';
import { fromBase64, fromHex } from './encoded-text.js';

/** Whether the message is on the command line, so that stdin is not read. */
export function hasArgumentFrames({ words, flags }: Parsed): boolean {
  return words.length > 0 || flags.list('file').length > 0;
}

/** The frames on the command line: one for each argument, then one for each file of `--file`. */
export async function argumentFrames({ words, flags }: Parsed, io: CommandIO): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = words.map((word) => wordFrame(word, flags));
  await checkFrameFiles(flags);
  for (const path of flags.list('file')) frames.push(path === '-' ? await wholeStdin(io, flags) : await readFile(path));
  return frames;
}

/**
 * Looks for the files of `--file` before a peer is waited for. Nothing is read: a file may be a pipe.
 *
 * @throws What the system says about one that cannot be read.
 */
export async function checkFrameFiles(flags: Parsed['flags']): Promise<void> {
  for (const path of flags.list('file')) {
    if (path === '-') continue;
    await access(path, constants.R_OK);
    if ((await stat(path)).isDirectory()) throw new CommandError('failed', `--file ${printable(path)} is a folder.`);
  }
}

/** One argument as a frame: as text, or what `--hex` and `--base64` make of it. */
export function wordFrame(word: string, flags: Parsed['flags']): Uint8Array {
  if (flags.boolean('hex') && flags.boolean('base64')) throw new UsageError('--hex and --base64 exclude each other.');
  if (flags.boolean('hex')) {
    return (
      fromHex(word) ?? refuse(`"${printable(word)}" is not an even number of hexadecimal digits, as --hex expects.`)
    );
  }
  if (flags.boolean('base64')) {
    return fromBase64(word) ?? refuse(`"${printable(word)}" is not base64 with its padding, as --base64 expects.`);
  }
  // What was no UTF-8 has become this character before the program sees it.
  if (word.includes('\uFFFD') && !flags.boolean('allow-replacement')) {
    return refuse('An argument has bytes that are not UTF-8, or the character U+FFFD.', {
      hint: 'give bytes with --hex or on stdin; for the character itself add --allow-replacement',
    });
  }
  return Buffer.from(word);
}

function refuse(message: string, details?: { readonly hint: string }): never {
  throw new UsageError(message, details);
}
