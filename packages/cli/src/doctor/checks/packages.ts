import { findPackages, type FoundPackage } from '../find-packages.js';
import type { Check, Row } from '../check.js';

/** The packages of ZeroMQ in the project, and whether there is more than one copy of core. */
export const packagesCheck: Check = {
  id: 'packages',
  run: async ({ project }) => packageRows(await findPackages(project), project),
};

/** What the packages of a project are, and whether they fit together. */
export function packageRows(found: readonly FoundPackage[], project: string): readonly Row[] {
  if (found.length === 0) {
    return [{ id: 'packages', status: 'skip', what: `no package of ZeroMQ is installed in ${project} or above it` }];
  }
  const names = [...new Set(found.map(({ name }) => name))].toSorted();
  const listed = names.map((name) => `${name} ${versionsOf(found, name).join(' and ')}`);
  return [{ id: 'packages', status: 'ok', what: listed.join(', ') }, coreRow(found)];
}

function coreRow(found: readonly FoundPackage[]): Row {
  const copies = found.filter(({ name }) => name === '@zeromq-ts/core');
  const versions = versionsOf(found, '@zeromq-ts/core');
  if (copies.length === 0) return { id: 'core', status: 'skip', what: 'no @zeromq-ts/core is installed' };
  const places = copies.map(({ folder, version }) => `${version} in ${folder}`).join('; ');
  if (copies.length === 1) return { id: 'core', status: 'ok', what: `one copy of @zeromq-ts/core, ${versions[0]}` };
  return {
    id: 'core',
    status: 'warn',
    what: `${copies.length} copies of @zeromq-ts/core: ${places}`,
    hint: `${versions.length > 1 ? 'update all packages of ZeroMQ to one version, then ' : ''}npm dedupe; npm ls @zeromq-ts/core says who brings which`,
  };
}

function versionsOf(found: readonly FoundPackage[], name: string): readonly string[] {
  return [...new Set(found.filter((each) => each.name === name).map(({ version }) => version))].toSorted();
}
