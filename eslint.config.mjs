import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noHeavyImports = {
  paths: [
    { name: '@cdktf/provider-azurerm', message: 'Import the module of one resource: the root loads them all.' },
    { name: 'cdktf', importNames: ['Fn'], message: 'Fn is avoided, so that lib works on forks of cdktf too.' },
  ],
};

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '**/dist/',
      'cdktf.out/',
      'coverage/',
      'lib/azapi/*/',
      'packages/cdktn-apim-failover/lib/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.{js,cjs,mjs}'],
    ignores: ['**/server/control/**'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['simulator/server/control/page/*.js', 'test/simulator/server/control/*.js'],
    languageOptions: { globals: globals.browser },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  { files: ['lib/**/*.ts'], rules: { 'no-restricted-imports': ['error', noHeavyImports] } },
  prettier,
);
