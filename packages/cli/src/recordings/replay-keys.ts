import type { ReplayControl } from '@zeromq-ts/recording';
import type { CommandIO } from '../io.js';

/** stdin of a terminal. */
interface Keyboard {
  readonly isTTY?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
}

/**
 * Keys on a terminal: space pauses and goes on, `.` sends one message, `+` and `-` change the speed, `q` ends. Off a
 * terminal there are none.
 *
 * @returns A function that gives the terminal back.
 */
export function listenToKeys(io: CommandIO, control: ReplayControl, speed: number, quit: () => void): () => void {
  const stdin = io.stdin as CommandIO['stdin'] & Keyboard;
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return () => {};
  const onKeys = (keys: Buffer): void => {
    for (const key of keys.toString('latin1')) act(key, control, speed, quit);
  };
  stdin.setRawMode(true);
  stdin.on('data', onKeys);
  return () => {
    stdin.off('data', onKeys);
    stdin.setRawMode?.(false);
    stdin.pause();
  };
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
    // The terminal sends no signals while keys are read one by one.
    case '\u0003':
      process.kill(process.pid, 'SIGINT');
      break;
    default:
  }
}
