import { failoverMatchers, FailoverMatchers } from './matchers';

export { default, serialize, test } from './policy-serializer';

// With `injectGlobals: false` there is none: then it is a snapshot serializer alone.
const { expect } = globalThis as { expect?: { extend?: (matchers: typeof failoverMatchers) => void } };
expect?.extend?.(failoverMatchers);

declare global {
  // Jest's own types declare the same interface: this adds to it.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends FailoverMatchers<R> {}
  }
}
