// Makes the ES modules of the package in whose folder it runs entry points to its CommonJS files, with a default export
// that is `module.exports`. For a package that stands in for one that is CommonJS: it is there once in a process, and
// imports of either kind find what they found there. Runs after bundle-package.mjs.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'));
const entryPoints = Object.values(exports).flatMap(({ default: file }) => (file === undefined ? [] : [file]));
const kept = new Set();

for (const file of entryPoints) {
  const code = readFileSync(file, 'utf8');
  const names = namesOf(code);
  const name = basename(file, '.js');
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
