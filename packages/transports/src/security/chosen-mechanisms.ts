import type { SecuritySettings } from '@zeromq-ts/core/spi';
import type { Mechanism } from '../zmtp/mechanism.js';

/** The mechanisms of sockets, by their settings: those of this package once they have been made, others from the start. */
export const chosenMechanisms = new WeakMap<SecuritySettings, Mechanism>();
