import type { ReplayControl } from '@zeromq-ts/recording';
import type { CommandIO } from '../io.js';
import { TerminalKeys } from '../terminal/terminal-keys.js';

/**
 * Keys on a terminal: space pauses and goes on, `.` sends one message, `+` and `-` change the speed, `q` ends. Off a
 * terminal there are none, nor in the background of a shell.
 *
 * @returns A function that gives the terminal back.
 */
export function listenToKeys(io: CommandIO, control: ReplayControl, speed: number, quit: () => void): () => void {
  const keys = new TerminalKeys(io, {
    pressed: (key) => act(key, control, speed, quit),
    worksInBackground: true,
  });
  keys.begin();
  return () => keys.end();
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
