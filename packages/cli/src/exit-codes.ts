/** The exit codes of every command, in one table: `zmq help exit-codes`, the man page and the reference are made of it. */
export const EXIT_CODES = {
  done: { code: 0, when: 'done; the count that was asked for is reached; the reader of the output has closed it' },
  failed: { code: 1, when: 'failed otherwise: address in use, file, malformed input' },
  usage: { code: 2, when: 'wrong use: unknown command or flag, bad value, a flag that the command cannot use' },
  timeout: {
    code: 3,
    when: 'the time is over: nothing received, no reply from a connected peer, messages left unsent',
  },
  unreachable: {
    code: 4,
    when: 'no one is there: refused, no route, unknown name, no peer or subscriber to send to in time',
  },
  refused: { code: 5, when: 'refused by security: another mechanism, wrong key, not authorized' },
  incompatible: { code: 6, when: 'not compatible: not ZMTP, socket types that do not match, protocol error' },
  answered: { code: 7, when: 'the other side answered with an error' },
  checked: { code: 8, when: 'a check failed: doctor, context validate, bench --fail-below' },
  handler: { code: 9, when: 'the program of --exec failed' },
  interrupted: { code: 130, when: 'ended by SIGINT (Ctrl-C)' },
  terminated: { code: 143, when: 'ended by SIGTERM; by SIGHUP: 129' },
} as const satisfies Record<string, { readonly code: number; readonly when: string }>;

/** The name of an exit code. */
export type ExitName = keyof typeof EXIT_CODES;

/** What a command ends with. */
export type ExitCode = number;

/** The number of an exit code. */
export function exitCode(name: ExitName): ExitCode {
  return EXIT_CODES[name].code;
}
