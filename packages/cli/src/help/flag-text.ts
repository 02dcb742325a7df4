import type { FlagDefinition } from '../grammar/definition.js';
import { environmentName, hasTwin } from '../grammar/read-flag.js';

/** What stands for the value of a flag: `N`, `TIME`, or its own word; nothing if it takes none. */
export function valueName({ type, value, values }: FlagDefinition): string {
  if (value !== undefined) return value;
  switch (type) {
    case 'boolean':
    case 'count':
      return '';
    case 'text':
      return 'TEXT';
    case 'path':
      return 'PATH';
    case 'integer':
    case 'number':
      return 'N';
    case 'duration':
      return 'TIME';
    case 'size':
      return 'SIZE';
    case 'rate':
      return 'RATE';
    case 'choice':
      return (values ?? []).join('|');
    case 'endpoint':
      return 'ENDPOINT';
    case 'program':
      return 'PROGRAM ARG…';
  }
}

/** `-n, --count N`. */
export function flagSyntax(flag: FlagDefinition): string {
  const names = `${flag.short === undefined ? '' : `-${flag.short}, `}--${flag.name}`;
  const value = valueName(flag);
  return value === '' ? names : `${names} ${value}`;
}

/** What it does, with its default and its twin in the environment. */
export function flagSummary(flag: FlagDefinition): string {
  const notes = [
    ...(flag.repeatable === true ? ['repeatable'] : []),
    ...(flag.default === undefined ? [] : [`default ${flag.default === '' ? 'empty' : flag.default}`]),
  ];
  return notes.length === 0 ? flag.summary : `${flag.summary} (${notes.join('; ')})`;
}

/** The name of the twin in the environment; `undefined` when there is none. */
export function twinOf(flag: FlagDefinition): string | undefined {
  return hasTwin(flag) ? environmentName(flag) : undefined;
}

/** The flags under their headings, in the order of the table. */
export function groupsOf(flags: readonly FlagDefinition[]): ReadonlyMap<string, readonly FlagDefinition[]> {
  const groups = new Map<string, FlagDefinition[]>();
  for (const flag of flags) {
    const name = flag.group ?? 'Flags';
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [flag]);
    else group.push(flag);
  }
  return groups;
}
