import { ZMQError } from '@zeromq-ts/core';

/*
 * RFC 4, the ZeroMQ Property Language, as far as certificates use it: sections, and values one step further in.
 *
 *   # a comment
 *   section
 *       name = "value"
 */
const INDENTATION = '    ';
const NAME = /^[A-Za-z0-9$\-_@.&+/]+$/;

/** Sections, and the values in each. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Parses ZPL of two levels; deeper levels are ignored.
 *
 * @throws ZMQError `EINVAL` with the number of the malformed line, and nothing of its content.
 */
export function parseZpl(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === '' || content.startsWith('#')) continue;
    const indentation = line.length - line.trimStart().length;
    const equals = content.indexOf('=');
    const name = (equals < 0 ? content : content.slice(0, equals)).trim();
    if (!NAME.test(name)) throw malformed(index);
    if (indentation === 0) {
      current = sections.get(name) ?? new Map<string, string>();
      sections.set(name, current);
    } else if (equals >= 0 && current !== undefined) {
      current.set(name, valueOf(content.slice(equals + 1).trim(), index));
    }
  }
  return sections;
}

function valueOf(text: string, index: number): string {
  const quote = text[0];
  if (quote !== '"' && quote !== "'") return withoutComment(text);
  const end = text.indexOf(quote, 1);
  if (end < 0) throw malformed(index);
  return text.slice(1, end);
}

function withoutComment(text: string): string {
  const comment = text.indexOf('#');
  return comment < 0 ? text : text.slice(0, comment).trimEnd();
}

/** @throws ZMQError `EINVAL` for a name or a value that ZPL cannot hold. */
export function formatZpl(comments: readonly string[], sections: Sections): string {
  const lines = comments.map((comment) => `#   ${comment}`);
  for (const [section, values] of sections) {
    lines.push('', section);
    for (const [name, value] of values) lines.push(`${INDENTATION}${checkName(name)} = ${quoted(name, value)}`);
  }
  return `${lines.join('\n')}\n`;
}

function checkName(name: string): string {
  if (NAME.test(name)) return name;
  throw new ZMQError(
    'EINVAL',
    `${JSON.stringify(name)} is not a valid ZPL name: use only letters, digits and $ - _ @ . & + /.`,
  );
}

function quoted(name: string, value: string): string {
  const quote = value.includes('"') ? "'" : '"';
  if (value.includes(quote) || /[\r\n\0]/.test(value)) {
    throw new ZMQError(
      'EINVAL',
      `The value of ${name} has both kinds of quotes, or several lines: ZPL cannot hold it.`,
    );
  }
  return `${quote}${value}${quote}`;
}

function malformed(index: number): ZMQError {
  return new ZMQError('EINVAL', `Line ${index + 1} is not valid ZPL.`);
}
