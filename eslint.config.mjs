import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'cdktf.out/', 'coverage/', 'lib/azapi/*/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  },
  {
    // The arrows of the house: what makes failover work, and policy documents, are plain data and pure functions.
    files: ['lib/failover/**/*.ts', 'lib/policy/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: ['cdktf', 'cdktf/*', 'constructs', '@cdktf/*', 'node:*', 'fs', 'path', '../!(failover|policy)*'] },
      ],
    },
  },
  {
    files: ['lib/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [
            { name: '@cdktf/provider-azurerm', message: 'Import the module of one resource: the root loads them all.' },
            { name: 'cdktf', importNames: ['Fn'], message: 'Fn is avoided, so that lib works on forks of cdktf too.' },
          ],
          patterns: ['**/simulator/**', '**/cli/**'],
        },
      ],
    },
  },
  { files: ['**/*.mjs'], languageOptions: { globals: { process: 'readonly', console: 'readonly' } } },
  prettier,
);
