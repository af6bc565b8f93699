// For ES modules, to which the default export of a CommonJS module is all of it.
export { default, serialize, test } from './jest.js';
