/** What JSON leaves as it is, and a terminal could take as an instruction: DEL, C1, separators, bidirectional controls. */
const UNSAFE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** One object on one line, safe on a terminal: the same JSON, with more characters written as `\uXXXX`. */
export function jsonLine(value: unknown): string {
  return safeJSON(JSON.stringify(value));
}

/** The same JSON, safe on a terminal. */
export function safeJSON(json: string): string {
  return json.replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
