import { act } from './act.js';
import { element, setAttribute, setHidden, setText } from './element.js';
import type { Figures } from './figures.js';
import { count } from './format.js';

/** What has come, and the button that begins and ends a recording where the server allows that. */
export class RecordBar {
  readonly #button = element('button', { type: 'button', id: 'record' }, 'Record');
  readonly #received = element('p', { class: 'received' });
  readonly #recording = element('p', { class: 'recording' });
  readonly root = element('div', { class: 'above record' }, this.#button, this.#recording, this.#received);
  #isRecording = false;

  constructor() {
    this.#button.addEventListener('click', () => {
      this.#button.disabled = true;
      void act(this.#isRecording ? 'recording/stop' : 'recording/start').finally(() => {
        this.#button.disabled = false;
      });
    });
  }

  show({ tail }: Figures): void {
    const recorder = tail?.recorder ?? undefined;
    setHidden(this.root, tail === undefined);
    setHidden(this.#button, recorder === undefined);
    setHidden(this.#recording, recorder === undefined);
    if (tail === undefined) return;
    const skipped = tail.skipped === 0 ? '' : `, ${count(tail.skipped)} not shown: at most 50 a second are`;
    setText(this.#received, `${count(tail.received)} messages from ${tail.sources.join(', ')}${skipped}`);
    if (recorder === undefined) return;
    this.#isRecording = recorder.isRecording;
    setAttribute(this.#button, 'class', recorder.isRecording ? 'active' : '');
    setText(this.#button, recorder.isRecording ? 'Stop recording' : 'Record');
    const { name, error, dropped } = recorder;
    const lost = dropped === 0 ? '' : `, ${count(dropped)} dropped`;
    const figures = name === '' ? '' : `${name}: ${count(recorder.count)} messages${lost}`;
    setText(this.#recording, error === '' ? figures : `Recording has failed: ${error}`);
    setAttribute(this.#recording, 'class', error === '' ? 'recording' : 'recording bad');
    // A count that changes four times a second would never be read to its end.
    setAttribute(this.#recording, 'aria-live', error === '' ? 'off' : 'polite');
  }
}
