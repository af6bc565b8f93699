import { failoverMatchers, FailoverMatchers } from './matchers';

export { default, serialize, test } from './policy-serializer';

// With `injectGlobals: false`, there is no global `expect`, and this module is only a snapshot serializer.
const { expect } = globalThis as { expect?: { extend?: (matchers: typeof failoverMatchers) => void } };
expect?.extend?.(failoverMatchers);

declare global {
  // Extends the interface that Jest's own types declare.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> extends FailoverMatchers<R> {}
  }
}
