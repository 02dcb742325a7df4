import type { FlagDefinition } from '../grammar/definition.js';

const GROUP = 'Security';

/** CURVE from certificate files and PLAIN. Secrets are in files: no flag and no variable has one. */
export const SECURITY_FLAGS: readonly FlagDefinition[] = [
  {
    name: 'cert',
    type: 'path',
    summary: 'certificate of this side, as zmq cert and CZMQ write it; with FILE_secret beside it',
    group: GROUP,
  },
  {
    name: 'secret-key-file',
    type: 'path',
    summary: 'file with the secret key of this side (Z85), instead of --cert',
    group: GROUP,
  },
  {
    name: 'server-key',
    type: 'text',
    value: 'KEY',
    summary: 'public key of the CURVE server (Z85), or the path of its certificate',
    group: GROUP,
  },
  {
    name: 'curve-server',
    type: 'boolean',
    summary: 'be the CURVE server; needs --authorized or --allow-any',
    group: GROUP,
  },
  {
    name: 'authorized',
    type: 'path',
    value: 'DIR',
    summary: 'admit the clients whose certificates are in this folder',
    group: GROUP,
  },
  {
    name: 'allow-any',
    type: 'boolean',
    summary: 'admit every client that knows the public key of this server',
    group: GROUP,
  },
  {
    name: 'plain-user',
    type: 'text',
    value: 'NAME',
    summary: 'be a PLAIN client with this name; needs --password-file',
    group: GROUP,
  },
  { name: 'password-file', type: 'path', summary: 'file with the password; - for stdin', group: GROUP },
  {
    name: 'plain-server',
    type: 'path',
    value: 'FILE',
    summary: 'be a PLAIN server; the file has NAME:PASSWORD on each line',
    group: GROUP,
  },
  {
    name: 'strict-permissions',
    type: 'boolean',
    summary: 'a file with a secret that others can read is an error',
    group: GROUP,
  },
];
