const BUILT = /\/packages\/[^/]+\/dist\/([^/]+)\.js$/;

/** The hook `load` of Node, for ES modules: https://nodejs.org/api/module.html#loadurl-context-nextload */
export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const [, name] = BUILT.exec(url) ?? [];
  if (name === undefined || loaded.source === undefined || loaded.source === null) return loaded;
  const source = typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source).toString('utf8');
  return { ...loaded, source: `${source}\n//# sourceMappingURL=${name}.js.map\n` };
}
