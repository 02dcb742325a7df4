/** The width that help is written for: it does not depend on the terminal, so that it is the same everywhere. */
const WIDTH = 80;

/** Two columns: a name, and what it is, which continues below itself. */
export function columns(rows: readonly (readonly [name: string, text: string])[], most = 30): string {
  const width = Math.min(most, Math.max(...rows.map(([name]) => name.length)));
  return rows
    .map(([name, text]) => {
      const lines = wrapped(text, WIDTH - width - 4);
      const first = name.length > width ? `  ${name}\n${' '.repeat(width + 4)}` : `  ${name.padEnd(width)}  `;
      return `${first}${lines.join(`\n${' '.repeat(width + 4)}`)}\n`;
    })
    .join('');
}

/** A paragraph in lines. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
