import type { FlagDefinition } from '../grammar/definition.js';
import { INPUT_FLAGS } from './input.js';
import { OUTPUT_FLAGS } from './output.js';

/** Of commands that read and print messages: one delimiter for both. */
const DELIMITER: FlagDefinition = {
  name: 'delimiter',
  type: 'text',
  summary: String.raw`what separates the frames in a line of input, in a raw message, and on stdin of a program, such as \t; default: nothing`,
  group: 'Input',
};

/** How messages are read and printed. */
export const EXCHANGE_FLAGS: readonly FlagDefinition[] = [
  ...INPUT_FLAGS.map((flag) => (flag.name === DELIMITER.name ? DELIMITER : flag)),
  ...OUTPUT_FLAGS.filter(({ name }) => name !== DELIMITER.name),
];
