// Examples and the programs of the documents import the packages as users do.
const packages = {
  ...{ '^cdktf-apim-failover$': '<rootDir>/lib', '^apim-failover$': '<rootDir>/simulator' },
  ...(process.env.SEED !== undefined && { '^fast-check$': '<rootDir>/test/support/seeded-fast-check.js' }),
};

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }] },
  snapshotResolver: '<rootDir>/test/support/snapshot-resolver.js',
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/packages/', '<rootDir>/examples/[^/]+/dist/'],
};

/** @type {import('jest').Config} */
module.exports = {
  testTimeout: 20_000, // A parser in WebAssembly takes seconds to load on a busy machine.
  maxWorkers: '100%', // Jest leaves one core idle by default, which is half of a CI machine with two.
  workerIdleMemoryLimit: '1GB', // A worker keeps what its tests leave behind, and collecting it slows down the others.
  projects: [
    {
      ...common,
      displayName: 'cdktf',
      moduleNameMapper: packages,
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/test/**/*.test.ts'],
    },
    // The tests of the constructs and of the main stack again, with the same snapshots, on the other framework.
    {
      ...common,
      displayName: 'cdktn',
      testMatch: ['<rootDir>/test/*.test.ts', '<rootDir>/test/bad-input/*.test.ts'],
      moduleNameMapper: {
        ...packages,
        '^cdktf($|/.*)': 'cdktn$1',
        '^@cdktf/provider-azurerm($|/.*)': '@cdktn/provider-azurerm$1',
      },
    },
  ],
};
