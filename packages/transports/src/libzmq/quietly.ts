/**
 * Sets an option for endpoints to come. The binding warns that it has no effect on endpoints that are there already, which
 * is what is wanted.
 */
export function quietly(act: () => void): void {
  const emitWarning = Object.getOwnPropertyDescriptor(process, 'emitWarning');
  process.emitWarning = () => {};
  try {
    act();
  } finally {
    if (emitWarning !== undefined) Object.defineProperty(process, 'emitWarning', emitWarning);
  }
}
