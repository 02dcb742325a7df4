import { decodeText } from '../runtime/bytes.js';

const SHOWN_BYTES = 32;
const MAX_SHOWN_CHARACTERS = 60;
const MAX_SHOWN_FRAMES = 10;

/** Shows a message on one line: text in quotes, binary as hex, long frames and long messages shortened. */
export function showMessage(frames: readonly Uint8Array[]): string {
  const shown = frames.slice(0, MAX_SHOWN_FRAMES).map(showFrame);
  if (frames.length > MAX_SHOWN_FRAMES) shown.push(`… ${frames.length - MAX_SHOWN_FRAMES} more frames`);
  return `Message [ ${shown.join(', ')} ]`;
}

function showFrame(frame: Uint8Array): string {
  if (frame.byteLength === 0) return "''";
  const text = printableText(frame);
  const size = `(${frame.byteLength} bytes)`;
  if (text === undefined) {
    const hex = Array.from(frame.subarray(0, SHOWN_BYTES), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return frame.byteLength > SHOWN_BYTES ? `<${hex}…> ${size}` : `<${hex}>`;
  }
  return text.length > MAX_SHOWN_CHARACTERS
    ? `${JSON.stringify(`${text.slice(0, MAX_SHOWN_CHARACTERS)}…`)} ${size}`
    : JSON.stringify(text);
}

/** The beginning of a frame as text, or `undefined` when it has bytes that no text has. */
function printableText(frame: Uint8Array): string | undefined {
  // At most four bytes per character, and a few more so that a truncated sequence is after the shown text.
  const beginning = frame.subarray(0, (MAX_SHOWN_CHARACTERS + 2) * 4);
  const text = decodeText(beginning);
  const whole = beginning.byteLength === frame.byteLength ? text : text.slice(0, MAX_SHOWN_CHARACTERS + 1);
  // eslint-disable-next-line no-control-regex -- finding control characters is the purpose
  return /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffd]/.test(whole) ? undefined : whole;
}
