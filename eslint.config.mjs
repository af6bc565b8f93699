import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import jsdoc from 'eslint-plugin-jsdoc';
import globals from 'globals';
import tseslint from 'typescript-eslint';

const noHeavyImports = {
  paths: [
    { name: '@cdktf/provider-azurerm', message: 'Import the module of one resource: the root loads them all.' },
    { name: 'cdktf', importNames: ['Fn'], message: 'Fn is avoided, so that lib works on forks of cdktf too.' },
  ],
};

/** What a module exports, and each member of it but private ones. */
const OPEN = ':not([accessibility="private"]):not([accessibility="protected"])';
const PUBLIC = [
  ...['ClassDeclaration', 'TSInterfaceDeclaration', 'TSEnumDeclaration'],
  ...['TSInterfaceDeclaration TSPropertySignature', 'TSInterfaceDeclaration TSMethodSignature'],
  'TSEnumDeclaration TSEnumMember',
  `ClassDeclaration > ClassBody > MethodDefinition[kind!="constructor"]${OPEN}`,
  `ClassDeclaration > ClassBody > PropertyDefinition${OPEN}`,
  `ClassDeclaration TSParameterProperty${OPEN}`,
].map((declaration) => `ExportNamedDeclaration > ${declaration}`);

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
  // What users see of the package: an editor and the tables of the README show the docstring of each of it.
  {
    files: ['lib/*.ts'],
    plugins: { jsdoc },
    rules: {
      'jsdoc/require-jsdoc': ['error', { require: { FunctionDeclaration: false }, contexts: PUBLIC }],
    },
  },
  prettier,
);
