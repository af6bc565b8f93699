// Raises the versions of the root and of its workspaces in package-lock.json, for npm run release.

const isOurs = (path) => path === '' || path.startsWith('packages/');

module.exports.readVersion = (text) => JSON.parse(text).version;

module.exports.writeVersion = (text, version) => {
  const lock = JSON.parse(text);
  const packages = Object.entries(lock.packages).map(([path, each]) => [
    path,
    isOurs(path) && each.version !== undefined ? { ...each, version } : each,
  ]);
  return `${JSON.stringify({ ...lock, version, packages: Object.fromEntries(packages) }, null, 2)}\n`;
};
