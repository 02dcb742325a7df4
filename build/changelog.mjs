// How `changeset version` writes the changelogs of the packages: for their users, without hashes of commits.

/** @param {{ summary: string }} changeset */
export function getReleaseLine({ summary }) {
  const [first, ...others] = summary.trim().split('\n');
  return Promise.resolve(
    first === '' ? '' : [`- ${first}`, ...others.map((line) => (line === '' ? '' : `  ${line}`))].join('\n'),
  );
}

/**
 * @param {readonly object[]} _changesets
 * @param {readonly { name: string; oldVersion: string; newVersion: string }[]} dependencies
 */
export function getDependencyReleaseLine(_changesets, dependencies) {
  // In a first release there is no older version to come from.
  const updated = dependencies.filter(({ oldVersion }) => oldVersion !== '0.0.0');
  if (updated.length === 0) return Promise.resolve('');
  const versions = updated.map(({ name, newVersion }) => `\`${name}\` ${newVersion}`).join(', ');
  return Promise.resolve(
    `- Requires ${versions}; ${updated.length === 1 ? 'its changelog says' : 'their changelogs say'} what has changed.`,
  );
}
