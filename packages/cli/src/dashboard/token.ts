import { randomBytes } from 'node:crypto';
import { CommandError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { Report } from '../output/report.js';
import { readSecretFile } from '../sockets/secret-file.js';

const TOKEN_BYTES = 16;
const MIN_TOKEN_LENGTH = 16;

/** What has to be known to see figures. */
export interface Token {
  readonly text: string;
  /** Whether it is for more than this run: then it is not printed. */
  readonly isSecret: boolean;
}

/** The token of `--token-file`, or a new one of 128 random bits. */
export async function tokenOf(flags: Flags, report: Report): Promise<Token> {
  const path = flags.text('token-file');
  if (path === undefined) return { text: randomBytes(TOKEN_BYTES).toString('base64url'), isSecret: false };
  const text = (await readSecretFile(path, flags, report)).trim();
  if (text.length >= MIN_TOKEN_LENGTH && /^[\w+/=.-]+$/u.test(text)) return { text, isSecret: true };
  throw new CommandError(
    'failed',
    `${path} has no token: one line of at least ${MIN_TOKEN_LENGTH} letters and digits.`,
    {
      hint: `head -c 16 /dev/urandom | base64 > ${path}; chmod 600 ${path}`,
    },
  );
}
