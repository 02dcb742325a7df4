// Imports the package, and has nothing else to do than the program beside it.
import '@zeromq-ts/stats';
await import('./worker.mjs');
