// Vitest is an ES module, and cannot be required: the CommonJS module beside it is for its types.
import { expect } from 'vitest';
import { failoverMatchers } from './matchers.js';

export { default, serialize, test } from './policy-serializer.js';
export type * from './vitest.js';

expect.extend(failoverMatchers);
