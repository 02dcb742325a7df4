import { readFileSync } from 'node:fs';
import type { ReplayControl } from '@zeromq-ts/recording';
import type { CommandIO } from '../io.js';
import { canSuspend } from '../terminal/can-suspend.js';

/** stdin of a terminal. */
interface Keyboard {
  readonly isTTY?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
}

/** The place of the process group in `/proc/self/stat`, after the name, and of that in the foreground (proc(5)). */
const GROUP = 2;
const FOREGROUND_GROUP = 5;

/**
 * Keys on a terminal: space pauses and goes on, `.` sends one message, `+` and `-` change the speed, `q` ends. Off a
 * terminal there are none, nor in the background of a shell, where a process that reads keys is stopped. Ctrl-Z gives the terminal
 * back and stops, as it does for any program.
 *
 * @returns A function that gives the terminal back.
 */
export function listenToKeys(io: CommandIO, control: ReplayControl, speed: number, quit: () => void): () => void {
  const stdin = io.stdin as CommandIO['stdin'] & Keyboard;
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return () => {};
  const onKeys = (keys: Buffer): void => {
    for (const key of keys.toString('latin1')) {
      // Raw mode has turned these into keys: to the processes of this terminal they are signals.
      if (key === '\u0003') process.kill(process.pid, 'SIGINT');
      else if (key === '\u001A' && canSuspend) suspend(0);
      else act(key, control, speed, quit);
    }
  };
  const take = (): void => {
    if (isInBackground()) return;
    stdin.setRawMode?.(true);
    stdin.on('data', onKeys);
    stdin.resume();
  };
  const giveBack = (): void => {
    stdin.off('data', onKeys);
    stdin.pause();
    if (!isInBackground()) stdin.setRawMode?.(false);
  };
  /** @param pid 0 for all processes that the terminal would have stopped, such as npx. */
  const suspend = (pid: number): void => {
    giveBack();
    process.kill(pid, 'SIGSTOP');
  };
  const suspendAlone = (): void => suspend(process.pid);
  const goOn = (): void => {
    giveBack();
    take();
  };
  process.on('SIGTSTP', suspendAlone);
  process.on('SIGCONT', goOn);
  take();
  return () => {
    process.off('SIGTSTP', suspendAlone);
    process.off('SIGCONT', goOn);
    giveBack();
  };
}

/** Whether another process has the keyboard, as far as the system reports it: Linux does. */
function isInBackground(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[GROUP] !== fields[FOREGROUND_GROUP];
  } catch {
    return false;
  }
}

function act(key: string, control: ReplayControl, speed: number, quit: () => void): void {
  switch (key) {
    case ' ':
      if (control.paused) control.resume();
      else control.pause();
      break;
    case '.':
      control.pause();
      control.step();
      break;
    case '+':
      control.speed = (control.speed ?? speed) * 2;
      break;
    case '-':
      control.speed = (control.speed ?? speed) / 2;
      break;
    case 'q':
      quit();
      break;
    default:
  }
}
