// Makes the ES modules of the package in whose folder it runs entry points to its CommonJS files, with a default export
// that is `module.exports`. For a package that stands in for one that is CommonJS: it is there once in a process, and
// imports of either kind find what they found there. Runs after bundle-package.mjs.
//
//   node commonjs-facade.mjs [OTHER]
//
// OTHER is the name of an entry point whose exports the main one has, too, as properties that are not enumerable: who reads
// one gets it, and who lists the exports does not see it. It is loaded when the first one is read.
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
// What has no types is a program: it is run, and not imported.
const entryPoints = Object.values(exports).flatMap(({ default: file, types }) => (types === undefined ? [] : [file]));
const kept = new Set();
const namesByEntry = new Map();

for (const file of entryPoints) {
  const code = readFileSync(file, 'utf8');
  const names = namesOf(code);
  const name = basename(file, '.js');
  namesByEntry.set(name, names);
  const list = names.length === 0 ? '' : `export const { ${names.join(', ')} } = all;\n`;
  writeFileSync(file, `import all from './${name}.cjs';\nexport default all;\n${list}`);
  writeFileSync(
    `dist/${name}.d.mts`,
    `import * as all from './${name}.cjs';\nexport * from './${name}.cjs';\nexport default all;\n`,
  );
  kept.add(basename(file));
}

for (const file of readdirSync('dist')) {
  if (/\.js(?:\.map)?$/u.test(file) && !kept.has(file)) rmSync(join('dist', file));
}

const [other] = process.argv.slice(2);
if (other !== undefined) {
  const seen = new Set(namesByEntry.get('index'));
  const hidden = namesByEntry.get(other).filter((name) => !seen.has(name));
  appendFileSync(
    'dist/index.cjs',
    `for(const name of ${JSON.stringify(hidden)})` +
      `Object.defineProperty(module.exports,name,{configurable:true,get:()=>require("./${other}.cjs")[name]});\n`,
  );
}

/** The names that a bundle of esbuild exports: it has one list of them, at its end. */
function namesOf(code) {
  const [, list = ''] = /export\s*\{([^}]*)\};?\s*$/u.exec(code) ?? [];
  return list.split(',').flatMap((each) => {
    const name = each
      .trim()
      .split(/\s+as\s+/u)
      .at(-1);
    return name === undefined || name === '' ? [] : [name];
  });
}
