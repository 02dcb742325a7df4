// Shows the lines of the sources in stack traces of programs that run what is built:
//
//   node --enable-source-maps --import ./build/source-maps.mjs program.mjs
//
// The published files do not name their source maps, which are not published; this adds the name when a file is loaded.
import { register } from 'node:module';

register('./source-maps-hook.mjs', import.meta.url);
