import type { CommandDefinition } from '../grammar/definition.js';
import { columns } from './layout.js';

const EXAMPLES = `Examples:
  zmq sub tcp://127.0.0.1:5556 weather.          # print what a publisher publishes
  zmq pub tcp://127.0.0.1:5556 weather. sunny    # publish one message
  zmq req tcp://127.0.0.1:5555 hello             # ask, and print the reply
  zmq probe tcp://127.0.0.1:5555                 # what speaks there?
`;

/** What `zmq` alone shows. */
export function overview(definitions: readonly CommandDefinition[]): string {
  return [
    'zmq: ZeroMQ on the command line\n',
    EXAMPLES,
    `Usage:\n  zmq COMMAND [ENDPOINT…] [ARGUMENT…] [flags]\n`,
    `Commands:\n${columns(definitions.map(({ name, summary }) => [name, summary]))}`,
    [
      '`zmq help COMMAND` or `zmq COMMAND --help` shows the flags of a command, `zmq help exit-codes` the exit codes,',
      '`zmq completion bash|zsh|fish|powershell` a script that completes commands in your shell.\n',
    ].join('\n'),
  ].join('\n');
}
