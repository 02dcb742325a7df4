const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/gu;

/** A comment, a text in quotes, or a part of a template that is text. Regular expressions have no quotes in our sources. */
const NOT_CODE = /\/\*[\s\S]*?\*\/|\/\/[^\n]*|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"/gu;

/** A source without its comments. */
export function withoutComments(source: string): string {
  return source.replaceAll(COMMENT, '');
}

/** A source without its comments and texts; what stands in `${…}` of a template is code, and so is left. */
export function codeOnly(source: string): string {
  return withoutTemplateText(source.replaceAll(NOT_CODE, "''"));
}

function withoutTemplateText(source: string): string {
  return source.replaceAll(/`(?:\\.|[^`\\])*`/gu, (template) =>
    [...template.matchAll(/\$\{([^}]*)\}/gu)].map(([, code]) => `(${code})`).join(),
  );
}
