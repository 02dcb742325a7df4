import { PLAIN_FLAGS } from '../../flags/common.js';
import type { CommandDefinition } from '../../grammar/definition.js';

/** The shells that there is a script for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** One of them. */
export type Shell = (typeof SHELLS)[number];

export const COMPLETION: CommandDefinition = {
  name: 'completion',
  summary: 'print a script that completes commands and flags in your shell',
  description: ['The script asks `zmq complete` while you type. It runs nothing of the folder that you are in.'],
  arguments: [{ name: 'SHELL', summary: SHELLS.join(', '), required: true, completes: SHELLS }],
  words: { least: 1, most: 1 },
  flags: PLAIN_FLAGS,
  examples: [
    { text: 'bash, for this session', line: 'source <(zmq completion bash)' },
    { text: 'zsh, for this session', line: 'source <(zmq completion zsh)' },
    { text: 'fish', line: 'zmq completion fish > ~/.config/fish/completions/zmq.fish' },
    { text: 'PowerShell', line: 'zmq completion powershell >> $PROFILE' },
  ],
};
