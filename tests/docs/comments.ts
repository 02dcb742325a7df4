/** A declaration at the top level of a source file. */
export interface Declaration {
  readonly name: string;
  /** `class`, `function`, `const`, `interface`, `type`, … */
  readonly kind: string;
  readonly exported: boolean;
  readonly index: number;
}

/** A TSDoc comment. */
export interface Comment {
  /** Without its stars. */
  readonly text: string;
  /** The line that it begins in. */
  readonly line: number;
  /** What it is about; of a comment inside of a declaration, that declaration. */
  readonly owner: Declaration | undefined;
  /** It stands right before its owner, not inside. */
  readonly before: boolean;
}

const DECLARATION =
  /^(export )?(?:declare |abstract |async )*(class|function\*?|const|let|interface|type|enum|namespace) ([\w$]+)/gm;
const COMMENT = /^([ \t]*)\/\*\*[\s\S]*?\*\/[ \t]*\n/gm;

/** The declarations of a source file, in order. */
export function declarationsIn(source: string): Declaration[] {
  return [...source.matchAll(DECLARATION)].map(({ 1: exported, 2: kind = '', 3: name = '', index }) => ({
    name,
    kind,
    exported: exported !== undefined,
    index,
  }));
}

/** The TSDoc comments of a source file, in order. */
export function commentsIn(source: string): Comment[] {
  const declarations = declarationsIn(source);
  return [...source.matchAll(COMMENT)].map(({ 0: whole, 1: indent, index }) => {
    const before = indent === '';
    const owner = before
      ? declarations.find((declaration) => declaration.index === index + whole.length)
      : declarations.findLast((declaration) => declaration.index < index);
    return { text: whole.replaceAll(/^[ \t]*\* ?/gm, ''), line: lineAt(source, index), owner, before };
  });
}

/** A comment of any kind: what stands behind its slashes and stars, and the line that it begins in. */
export type AnyComment = Pick<Comment, 'text' | 'line'>;

/** All comments of a source file, in order, without the code in them. */
export function allCommentsIn(source: string): AnyComment[] {
  const blocks = [...source.matchAll(/^[ \t]*\/\*[\s\S]*?\*\/|\/\*\*? .*? \*\//gm)];
  const lines = [...source.matchAll(/(?<=^|\s)\/\/ .*$/gm)];
  return [...blocks, ...lines]
    .toSorted((one, other) => one.index - other.index)
    .map(({ 0: text, index }) => ({
      text: text.replaceAll(/^[ \t]*(?:\/?\*+\/?|\/\/) ?/gm, ''),
      line: lineAt(source, index),
    }));
}

/** The number of the line that an index into a text is in. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
