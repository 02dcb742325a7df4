import { isAbsolute, join } from 'node:path';
import { UsageError } from '../errors/command-error.js';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder with the files of the user: `$XDG_CONFIG_HOME/zmq`, `~/.config/zmq`, or `%APPDATA%\zmq`. `undefined` when the
 * environment names no home: then there are no files.
 */
export function configFolder(env: Environment): string | undefined {
  const { XDG_CONFIG_HOME: xdg, HOME: home, APPDATA: appData } = env;
  // The specification of these folders: a relative path is ignored. The current folder must not decide.
  if (xdg !== undefined && isAbsolute(xdg)) return join(xdg, 'zmq');
  if (process.platform === 'win32' && appData !== undefined && isAbsolute(appData)) return join(appData, 'zmq');
  return home !== undefined && isAbsolute(home) ? join(home, '.config', 'zmq') : undefined;
}

/** @throws UsageError when there is no such folder. */
export function needFolder(env: Environment): string {
  const folder = configFolder(env);
  if (folder !== undefined) return folder;
  throw new UsageError('There is no folder for contexts: set HOME or XDG_CONFIG_HOME to an absolute path.');
}
