import { expect } from 'vitest';
import { failoverMatchers, FailoverMatchers } from './matchers';

export { default, serialize, test } from './policy-serializer';

expect.extend(failoverMatchers);

declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any, @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<T = any> extends FailoverMatchers<void> {}
}
