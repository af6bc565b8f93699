// Snapshots live in the top-level __snapshots__, where reviewers find them.
const path = require('node:path');

const tests = path.join(__dirname, '..');
const snapshots = path.join(tests, '..', '__snapshots__');

module.exports = {
  resolveSnapshotPath: (testPath, extension) => path.join(snapshots, path.relative(tests, testPath) + extension),
  resolveTestPath: (snapshotPath, extension) =>
    path.join(tests, path.relative(snapshots, snapshotPath).slice(0, -extension.length)),
  testPathForConsistencyCheck: path.join(tests, 'example.test.ts'),
};
