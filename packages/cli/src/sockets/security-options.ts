import { stat } from 'node:fs/promises';
import { CommandError, UsageError } from '../errors/command-error.js';
import type { Flags } from '../grammar/parsed.js';
import type { CommandIO } from '../io.js';
import { wholeStdin } from '../input/stdin.js';
import type { Report } from '../output/report.js';
import { readSecretFile } from './secret-file.js';

/** The options of a socket that its security flags stand for; empty for NULL. */
export async function securityOptionsFrom(
  flags: Flags,
  io: CommandIO,
  report: Report,
): Promise<Record<string, unknown>> {
  const mechanisms = [usesCurve(flags), flags.given('plain-user'), flags.given('plain-server')];
  if (mechanisms.filter(Boolean).length > 1) {
    throw new UsageError(
      'A socket has one mechanism: CURVE (--cert), a PLAIN client (--plain-user) or a PLAIN server.',
    );
  }
  if (usesCurve(flags)) return curveOptions(flags, report);
  if (flags.given('plain-user')) return plainClient(flags, io, report);
  if (flags.given('plain-server')) return plainServer(flags, report);
  if (flags.given('password-file')) throw new UsageError('--password-file needs --plain-user.');
  return {};
}

const CURVE_FLAGS = ['cert', 'secret-key-file', 'server-key', 'curve-server', 'authorized', 'allow-any'];

function usesCurve(flags: Flags): boolean {
  return CURVE_FLAGS.some((name) => flags.given(name));
}

async function curveOptions(flags: Flags, report: Report): Promise<Record<string, unknown>> {
  const isServer = flags.boolean('curve-server');
  const serverKey = flags.text('server-key');
  if (isServer && serverKey !== undefined)
    throw new UsageError('--curve-server and --server-key exclude each other: a socket is the server, or a client.');
  if (!isServer && serverKey === undefined)
    throw new UsageError('CURVE needs --curve-server, or the --server-key of the server.');
  if (!isServer && (flags.given('authorized') || flags.boolean('allow-any'))) {
    throw new UsageError('--authorized and --allow-any are of the server: add --curve-server.');
  }
  if (isServer && !flags.given('authorized') && !flags.boolean('allow-any')) {
    throw new UsageError(
      '--curve-server needs --authorized DIR with the certificates of the clients, or --allow-any, which admits all who know its public key.',
    );
  }
  const { Certificate, CertificateStore, curveKeyPair } = await import('@zeromq-ts/security');
  const secretKey = await secretKeyOf(flags, report);
  if (isServer) {
    if (secretKey === undefined)
      throw new UsageError('--curve-server needs the secret key of the server: --cert or --secret-key-file.');
    const directory = flags.text('authorized');
    if (directory !== undefined) await checkDirectory(directory);
    const authenticate = directory === undefined ? () => true : new CertificateStore(directory);
    return { curveServer: true, curveSecretKey: secretKey, authenticate };
  }
  const key = /^[!-~]{40}$/u.test(serverKey as string)
    ? (serverKey as string)
    : (await Certificate.load(serverKey as string)).publicKey;
  // A client of a server that admits any has keys of its own for each run.
  return { curveServerKey: key, curveSecretKey: secretKey ?? curveKeyPair().secretKey };
}

async function secretKeyOf(flags: Flags, report: Report): Promise<string | undefined> {
  const { Certificate } = await import('@zeromq-ts/security');
  const [cert, keyFile] = [flags.text('cert'), flags.text('secret-key-file')];
  if (cert !== undefined && keyFile !== undefined)
    throw new UsageError('--cert and --secret-key-file exclude each other.');
  if (keyFile !== undefined) return (await readSecretFile(keyFile, flags, report)).trim();
  if (cert === undefined) return undefined;
  const secretFile = await firstFile([`${cert}_secret`, cert]);
  const certificate = Certificate.parse(await readSecretFile(secretFile, flags, report), secretFile);
  if (certificate.secretKey === undefined) {
    throw new CommandError('failed', `${cert} has no secret key, and there is no ${cert}_secret.`, {
      hint: '--cert takes the certificate of this side, --server-key that of the server',
    });
  }
  return certificate.secretKey;
}

async function firstFile(paths: readonly string[]): Promise<string> {
  for (const path of paths) {
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined) return path;
  }
  return paths.at(-1) as string;
}

async function checkDirectory(path: string): Promise<void> {
  const found = await stat(path);
  if (!found.isDirectory()) throw new UsageError(`--authorized is a folder with certificates, and ${path} is none.`);
}

async function plainClient(flags: Flags, io: CommandIO, report: Report): Promise<Record<string, unknown>> {
  const file = flags.text('password-file');
  if (file === undefined)
    throw new UsageError('--plain-user needs --password-file: a password in a flag could be seen by others.');
  const text = file === '-' ? String(await wholeStdin(io, flags)) : await readSecretFile(file, flags, report);
  return { plainUsername: flags.text('plain-user'), plainPassword: text.replace(/\r?\n$/u, '') };
}

async function plainServer(flags: Flags, report: Report): Promise<Record<string, unknown>> {
  const path = flags.text('plain-server') as string;
  const lines = (await readSecretFile(path, flags, report)).split(/\r?\n/u).filter((line) => line !== '');
  const entries = lines.map((line, index): [string, string] => {
    const colon = line.indexOf(':');
    if (colon < 1) throw new CommandError('failed', `Line ${index + 1} of ${path} is not NAME:PASSWORD.`);
    return [line.slice(0, colon), line.slice(colon + 1)];
  });
  const { PasswordTable } = await import('@zeromq-ts/security');
  return { plainServer: true, authenticate: new PasswordTable(entries) };
}
