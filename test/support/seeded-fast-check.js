// fast-check with the seed of the environment variable SEED, so that all properties are tried with the same cases.
// Jest maps the name of the package to this file, so the package itself has to be found by its path.
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

fc.configureGlobal({ seed: Number(process.env.SEED) });
module.exports = fc;
