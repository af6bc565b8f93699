import { expect } from '@jest/globals';
import { failoverMatchers, FailoverMatchers } from './matchers';

export { default, serialize, test } from './policy-serializer';

expect.extend(failoverMatchers);

declare module '@jest/expect' {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
  interface Matchers<R extends void | Promise<void>, T> extends FailoverMatchers<R> {}
}
