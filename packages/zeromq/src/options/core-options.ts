import type { CoreOption, StoredValue } from './option-spec.js';
import { OPTION_SPECS } from './option-specs.js';
import { type OptionStore, XPUB_VERBOSE, XPUB_VERBOSER } from './option-store.js';
import { securityOptions } from './security-options.js';

/**
 * The options of core that a socket is made with, as far as it takes them.
 *
 * @param secured Whether it takes those of security.
 */
export function coreOptions(
  store: OptionStore,
  takes: (name: string) => boolean,
  secured: boolean,
): Record<string, unknown> {
  const options: Record<string, unknown> = { linger: Infinity, ...(secured ? securityOptions(store) : {}) };
  for (const [option, value] of store.entries()) {
    const translated = coreOption(store, option, value);
    if (translated !== undefined && takes(translated[0])) options[translated[0]] = translated[1];
  }
  return options;
}

/** The option of core for one of libzmq, if there is one. */
export function coreOption(store: OptionStore, option: number, value: StoredValue): CoreOption | undefined {
  if (option === XPUB_VERBOSE || option === XPUB_VERBOSER) return ['verbosity', verbosity(store)];
  return OPTION_SPECS.get(option)?.core?.(value);
}

function verbosity(store: OptionStore): null | 'allSubs' | 'allSubsUnsubs' {
  if (store.get(XPUB_VERBOSER) === 1) return 'allSubsUnsubs';
  return store.get(XPUB_VERBOSE) === 1 ? 'allSubs' : null;
}
