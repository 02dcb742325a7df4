import type { CommandDefinition } from '../grammar/definition.js';

/** What may follow these words in the names of commands: those below another one are shown by their first word. */
export function nextWords(
  definitions: readonly CommandDefinition[],
  words: readonly string[],
): readonly (readonly [word: string, summary: string])[] {
  const found = new Map<string, string>();
  for (const { name, summary } of definitions) {
    const parts = name.split(' ');
    const next = parts[words.length];
    if (next === undefined || !words.every((word, index) => word === parts[index])) continue;
    const below = parts.slice(words.length + 1).join(' ');
    const known = found.get(next);
    found.set(next, below === '' ? summary : known === undefined ? below : `${known}, ${below}`);
  }
  return [...found];
}
