/** How much of a message is shown. */
const MAX_BYTES = 1024;
/** How many of its frames are, at most: a frame may be empty. */
const MAX_FRAMES = 128;

/**
 * The first KiB of a message as a text: frames that are UTF-8 as they are, with controls escaped; others as hexadecimal digits.
 */
export function messageText(frames: readonly Uint8Array[]): { readonly text: string; readonly isCut: boolean } {
  let left = MAX_BYTES;
  const texts: string[] = [];
  for (const frame of frames.slice(0, MAX_FRAMES)) {
    if (left === 0) break;
    texts.push(frameText(frame.subarray(0, left), frame.length > left));
    left -= Math.min(left, frame.length);
  }
  const size = frames.reduce((sum, { length }) => sum + length, 0);
  return { text: texts.join(' | '), isCut: size > MAX_BYTES || frames.length > MAX_FRAMES };
}

function frameText(frame: Uint8Array, isCut: boolean): string {
  try {
    // As a stream: what is cut off in a character is no error.
    return escaped(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(frame, { stream: isCut }));
  } catch {
    return `0x${Buffer.from(frame).toString('hex')}`;
  }
}

/** Controls, and characters that turn the direction of what is beside them, cannot be seen. */
function escaped(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
