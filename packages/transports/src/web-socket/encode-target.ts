import type { Malformed } from '@zeromq-ts/core/spi';
import { showValue } from '@zeromq-ts/core/spi';

/** Control characters, and halves of surrogate pairs. */
const CONTROL = /[\p{Cc}\p{Cs}]/u;
/** What a request line may contain (RFC 3986, section 3.3), and the percent sign of what is encoded already. */
const TO_ENCODE = /[^!$&'()*+,\-./0-9:;=?@A-Z_a-z~%]/gu;
const BROKEN_ESCAPE = /%(?![0-9A-Fa-f]{2})/;

/** Encodes a path or a query as it is sent: nothing of it can end the line. */
export function encodeTarget(text: string, part: 'path' | 'query', malformed: Malformed): string {
  const control = CONTROL.exec(text)?.[0];
  if (control !== undefined) {
    throw malformed(part, text, `has the control character ${showValue(control)}`, 'leave it out');
  }
  if (BROKEN_ESCAPE.test(text)) {
    throw malformed(part, text, 'has a % without two hexadecimal digits', 'write %25 for the character itself');
  }
  return text.replace(TO_ENCODE, (character) => encodeURIComponent(character));
}
