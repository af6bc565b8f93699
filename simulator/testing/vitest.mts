// Vitest is an ES module, and cannot be required: the CommonJS module beside it is for its types.
import { expect } from 'vitest';
import { failoverMatchers, type FailoverMatchers } from './matchers.js';

export { default, serialize, test } from './policy-serializer.js';

expect.extend(failoverMatchers);

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends FailoverMatchers<void> {}
}
