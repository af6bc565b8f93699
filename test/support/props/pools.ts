import fc from 'fast-check';
import { service } from './services';
import {
  acknowledge,
  anyWild,
  BACKEND_NAME,
  flag,
  goodText,
  HEADER,
  junk,
  name,
  optional,
  orNone,
  required,
  settings,
  Shape,
  wholeNumber,
} from './values';
import { call } from './world';

const member = settings({
  backend: required(fc.constant(undefined), call('foreignBackend', fc.constant(0)), call('backend', fc.constant(0))),
  priority: orNone(wholeNumber(0, 100)),
  weight: orNone(wholeNumber(0, 100)),
  drained: flag,
});

/** Members with different backends, most of them with a circuit breaker. */
export function members(settingsOf: fc.Arbitrary<unknown>, maxLength: number): fc.Arbitrary<unknown[]> {
  return fc.array(settingsOf, { maxLength }).map((all) =>
    all.map((one, index) => ({
      ...(one as object),
      backend: { call: 'backend', args: [index] },
      // At least one member is not drained.
      ...(index === 0 && { drained: undefined }),
    })),
  );
}

export const pool: Shape = {
  apiManagement: service,
  name: name(BACKEND_NAME, '_a', '-a', 'a'.repeat(81)),
  members: optional(
    fc.oneof({ weight: 9, arbitrary: members(member.valid, 6) }, { weight: 1, arbitrary: members(member.valid, 30) }),
    fc.array(member.spoiled, { maxLength: 4 }),
    members(member.spoiled, 3),
    members(member.valid, 40),
  ),
  title: optional(goodText(300), fc.constant('a'.repeat(301))),
  description: optional(goodText(2000), fc.constant('a'.repeat(2001))),
  sessionAffinity: optional(fc.record({ cookieName: fc.stringMatching(HEADER) }), fc.record({ cookieName: anyWild })),
  failureResponse: optional(
    fc.record({ statusCode: wholeNumber(200, 599).valid }),
    fc.record({ statusCode: wholeNumber(200, 599).wild }),
  ),
  acknowledge,
};

/** Members to add to a pool, one after the other. */
export const addedMembers: fc.Arbitrary<readonly unknown[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc
        .tuple(member.valid, call('backend', fc.integer({ min: 0, max: 5 })))
        .map(([one, own]) => ({ ...(one as object), backend: own })),
    },
    { weight: 1, arbitrary: fc.oneof(member.spoiled, junk) },
  ),
  { maxLength: 6 },
);
