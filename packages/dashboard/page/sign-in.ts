import { element } from './element.js';

/** Asks for the token. @param done Called with what was given. */
export function signIn(done: (token: string) => void): HTMLElement {
  const input = element('input', {
    id: 'token',
    type: 'password',
    autocomplete: 'off',
    required: true,
    spellcheck: 'false',
  });
  const form = element(
    'form',
    { class: 'hint' },
    element('h1', {}, 'The token is missing or wrong'),
    element(
      'p',
      {},
      'Open the address that zmq dashboard has printed, with all that follows the #; or give the token here.',
    ),
    element('label', { for: 'token' }, 'Token'),
    input,
    element('button', { type: 'submit' }, 'Show the figures'),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    done(input.value.trim());
  });
  return form;
}
