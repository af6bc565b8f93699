import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noHeavyImports = {
  paths: [
    { name: '@cdktf/provider-azurerm', message: 'Import the module of one resource: the root loads them all.' },
    { name: 'cdktf', importNames: ['Fn'], message: 'Fn is avoided, so that lib works on forks of cdktf too.' },
  ],
  patterns: ['**/simulator/**', '**/cli/**'],
};

/** What files may import: their own folder, and these beside it. */
function onlyImports(files, ...rooms) {
  const allowed = ['\\./', ...rooms.map((room) => `\\.\\./${room}$`)].join('|');
  const message = `Only ${['its own folder', ...rooms].join(', ')} may be imported here.`;
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: `^(?!${allowed})`, message }] }] },
  };
}

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
  // The arrows of the house: what makes failover work, policy documents, and messages, are plain data and pure functions.
  onlyImports('lib/policy/**/*.ts'),
  onlyImports('lib/messages/**/*.ts'),
  onlyImports('lib/failover/*.ts'),
  onlyImports('lib/failover/model/*.ts'),
  onlyImports('lib/failover/automaton/*.ts', 'model'),
  onlyImports('lib/failover/guarantees/*.ts', 'model', 'automaton'),
  onlyImports('lib/failover/findings/*.ts', 'model', 'automaton', 'guarantees'),
  prettier,
);
