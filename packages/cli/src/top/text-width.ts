/** How many columns of a terminal a character takes: two for those of East Asia and pictures, none for combining ones. */
function widthOfCharacter(character: string): number {
  if (/^\p{Mark}$/u.test(character)) return 0;
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x1100 &&
    (/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]$/u.test(character) ||
      (code >= 0xff00 && code <= 0xff60) ||
      code >= 0x1f300)
    ? 2
    : 1;
}

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
}

/** How a text fills a column. */
export interface Fitting {
  /** Default `left`. */
  readonly align?: 'left' | 'right' | undefined;
  /** How many columns of its end stay when it is cut. Default 0. */
  readonly tail?: number | undefined;
}

/** A text in exactly this many columns: filled with spaces, or cut, with an ellipsis for what is missing. */
export function fit(text: string, width: number, { align = 'left', tail = 0 }: Fitting = {}): string {
  const missing = width - textWidth(text);
  if (missing >= 0) return align === 'left' ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
  if (width <= 0) return '';
  const characters = Array.from(text);
  const end = takeWidth(characters.toReversed(), Math.min(tail, width - 1))
    .toReversed()
    .join('');
  const start = takeWidth(characters, width - 1 - textWidth(end)).join('');
  return `${start}…${end}${' '.repeat(width - 1 - textWidth(start + end))}`;
}

/** The first characters that have room. */
function takeWidth(characters: readonly string[], width: number): readonly string[] {
  let used = 0;
  const end = characters.findIndex((character) => (used += widthOfCharacter(character)) > width);
  return end === -1 ? characters : characters.slice(0, end);
}
