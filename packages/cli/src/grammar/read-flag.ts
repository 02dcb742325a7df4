import type { FlagDefinition, FlagValue } from './definition.js';
import { parseBoolean, parseChoice, parseDuration, parseInteger, parseNumber, parseRate, parseSize } from './values.js';

/** Reads one value of a flag from its text. `what` names where the text is from: `--count`, `ZMQ_COUNT`. */
export function readFlag(flag: FlagDefinition, text: string, what: string): FlagValue {
  switch (flag.type) {
    case 'boolean':
      return parseBoolean(text, what);
    case 'count':
      return parseInteger(text, what);
    case 'integer':
      return parseInteger(text, what, flag.least, flag.most);
    case 'number':
      return parseNumber(text, what, flag.least, flag.most);
    case 'duration':
      return parseDuration(text, what, flag.most);
    case 'size':
      return parseSize(text, what);
    case 'rate':
      return parseRate(text, what);
    case 'choice':
      return parseChoice(text, what, flag.values ?? []);
    case 'text':
    case 'path':
    case 'endpoint':
    case 'program':
      return text;
  }
}

/** The name in the environment: `--send-high-water-mark` is `ZMQ_SEND_HIGH_WATER_MARK`. */
export function environmentName(flag: FlagDefinition): string {
  return `ZMQ_${flag.name.toUpperCase().replaceAll('-', '_')}`;
}

/** Whether a flag has a twin in the environment. */
export function hasTwin(flag: FlagDefinition): boolean {
  return flag.onlyFlag !== true && flag.type !== 'program' && flag.type !== 'endpoint';
}
