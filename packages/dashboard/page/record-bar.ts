import type { RecordingSize } from '../src/page-message.js';
import type { RecorderState } from '../src/tail-options.js';
import { act } from './act.js';
import { element, setAttribute, setHidden, setText } from './element.js';
import type { Figures } from './figures.js';
import { bytes, count } from './format.js';

/** What has come, and the button that begins and ends a recording where the server allows that. */
export class RecordBar {
  readonly #button = element('button', { type: 'button', id: 'record' }, 'Record');
  readonly #received = element('p', { class: 'received' });
  readonly #recording = element('p', { class: 'recording' });
  /** Why the server has not done what the button asked for. */
  readonly #refused = element('p', { class: 'refused bad', 'aria-live': 'polite' });
  readonly root = element(
    'div',
    { class: 'above record' },
    this.#button,
    this.#recording,
    this.#refused,
    this.#received,
  );
  #isRecording = false;

  constructor() {
    this.#button.addEventListener('click', () => void this.#ask());
  }

  show({ tail }: Figures): void {
    const recorder = tail?.recorder ?? undefined;
    setHidden(this.root, tail === undefined);
    setHidden(this.#button, recorder === undefined);
    setHidden(this.#recording, recorder === undefined);
    // The recorder itself says more.
    setHidden(this.#refused, recorder === undefined || recorder.error !== '');
    if (tail === undefined) return;
    const without = tail.showsMessages ? '' : ', of which the sizes are shown';
    const skipped = tail.skipped === 0 ? '' : `, ${count(tail.skipped)} not shown: at most 50 a second are`;
    setText(this.#received, `${count(tail.received)} messages from ${tail.sources.join(', ')}${without}${skipped}`);
    if (recorder === undefined) return;
    this.#isRecording = recorder.isRecording;
    setAttribute(this.#button, 'class', recorder.isRecording ? 'active' : '');
    setText(this.#button, recorder.isRecording ? 'Stop recording' : 'Record');
    const { error } = recorder;
    setText(this.#recording, error === '' ? stateOf(recorder, tail.size) : `Recording has failed: ${error}`);
    setAttribute(this.#recording, 'class', error === '' ? 'recording' : 'recording bad');
    // A count that changes four times a second would never be read to its end.
    setAttribute(this.#recording, 'aria-live', recorder.isRecording ? 'off' : 'polite');
  }

  async #ask(): Promise<void> {
    const [path, what] = this.#isRecording
      ? (['recording/stop', 'The recording was not ended'] as const)
      : (['recording/start', 'Nothing is recorded'] as const);
    this.#button.disabled = true;
    const reason = await act(path);
    this.#button.disabled = false;
    setText(this.#refused, reason === '' ? '' : `${what}: ${reason}`);
  }
}

/** `day.zmqrec.jsonl: 3 messages, 1 dropped, 1.2 KiB of at most 1.0 GiB`; empty before there was a recording. */
function stateOf({ name, count: messages, dropped }: RecorderState, size: RecordingSize | null): string {
  if (name === '') return '';
  const lost = dropped === 0 ? '' : `, ${count(dropped)} dropped`;
  const figures = `${name}: ${count(messages)} messages${lost}`;
  if (size === null) return figures;
  if (size.isFull) return `${figures}. It has ended at its limit of ${bytes(size.maxBytes)}.`;
  return `${figures}, ${bytes(size.bytes)}${size.maxBytes === null ? '' : ` of at most ${bytes(size.maxBytes)}`}`;
}
