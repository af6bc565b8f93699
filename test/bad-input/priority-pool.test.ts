import { TerraformVariable } from 'cdktf';
import { CircuitBreakerBackend, PriorityPool } from '../../lib';
import { newPool } from '../support/stack';
import { apiManagement, ID, member, NAME, other, pool, refusal, refuses, SERVICE_NEEDED, stack } from './constructs';

describe('PriorityPool', () => {
  const NUMBER = 'a whole number from 0 to 100 is allowed';
  const BACKEND = 'a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId';

  refuses([
    ['no service', () => pool({ apiManagement: undefined }), `apiManagement: undefined; ${SERVICE_NEEDED}`],
    ['no name', () => pool({ name: undefined }), `name: undefined; ${NAME}`],
    [
      'a priority under 0',
      () => pool({ members: [{ ...member('a'), priority: -1 }] }),
      `members[0].priority: -1; ${NUMBER}`,
    ],
    [
      'a priority over 100',
      () => pool({ members: [{ ...member('a'), priority: 101 }] }),
      `members[0].priority: 101; ${NUMBER}`,
    ],
    [
      'a weight over 100',
      () => pool({ members: [{ ...member('a'), weight: 101 }] }),
      `members[0].weight: 101; ${NUMBER}`,
    ],
    ['half a weight', () => pool({ members: [{ ...member('a'), weight: 0.5 }] }), `members[0].weight: 0.5; ${NUMBER}`],
    [
      'a weight that is no number',
      () => pool({ members: [{ ...member('a'), weight: NaN }] }),
      `members[0].weight: NaN; ${NUMBER}`,
    ],
    [
      '31 members',
      () => pool({ members: Array.from({ length: 31 }, (_, index) => member(`a${index}`)) }),
      'members: the pool has 31 members; 1 to 30 are allowed',
    ],
    [
      'a member twice',
      () => pool({ members: [member('a')].flatMap((one) => [one, one]) }),
      "members: the pool contains 'a' more than once; each backend is allowed once",
    ],
    [
      'a member by two constructs',
      () =>
        pool({
          members: [member('a'), { backend: CircuitBreakerBackend.fromBackendId(stack, 'Found', `${ID}/backends/A`) }],
        }),
      "members: 'main/Member-a' and 'main/Found' both represent the backend 'A'; each backend is allowed once",
    ],
    [
      'a pool in a pool',
      () => pool({ members: [{ backend: newPool(stack, apiManagement) }] }),
      "members[0].backend: it is the pool 'pool'; only single backends are allowed",
    ],
    [
      'a backend of another service',
      () => pool({ members: [member('a', other)] }),
      "members: the pool belongs to apim but contains 'a' of other; only backends of its own service are allowed",
    ],
    ['no backend', () => pool({ members: [{ backend: undefined }] }), `members[0].backend: undefined; ${BACKEND}`],
    [
      'another construct for a backend',
      () => pool({ members: [{ backend: other }] }),
      `members[0].backend: the construct 'main/Service-other'; ${BACKEND}`,
    ],
    [
      'a backend for a member',
      () => pool({ members: [member('a').backend] }),
      "members[0]: the construct 'main/Member-a'; an object with a backend is needed",
    ],
    [
      'a cookie without name',
      () => pool({ sessionAffinity: {} }),
      'sessionAffinity.cookieName: undefined; an HTTP header name of up to 256 characters is allowed',
    ],
    [
      'no status code',
      () => pool({ failureResponse: { statusCode: 600 } }),
      'failureResponse.statusCode: 600; a whole number from 200 to 599 is allowed',
    ],
  ]);

  test('several errors at once', () => {
    const local = member('local');
    const members = [{ ...local, priority: -1 }, { ...local, weight: 1e9 }, {}, member('far', other)];
    expect(refusal(() => pool({ name: 'a b', title: '', members }))).toMatchInlineSnapshot(`
     "main/Thing: 7 errors
       name: "a b"; 1 to 80 letters, digits, underscores and hyphens are allowed, with no hyphen at the start or end
       title: ""; 1 to 300 characters are allowed, without control characters
       members[0].priority: -1; a whole number from 0 to 100 is allowed
       members[1].weight: 1000000000; a whole number from 0 to 100 is allowed
       members[2].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members: the pool contains 'local' more than once; each backend is allowed once
       members: the pool belongs to apim but contains 'far' of other; only backends of its own service are allowed"
    `);
  });

  test('a token for a text, where a number is needed', () => {
    const weight = new TerraformVariable(stack, 'weight', {}).stringValue;
    expect(refusal(() => pool({ members: [{ ...member('a'), weight }] }))).toBe(
      'main/Thing: members[0].weight: a token that is not a number; use variable.numberValue, or Token.asNumber for other tokens',
    );
  });

  test('addMember refuses a member as a whole', () => {
    const made = new PriorityPool(stack, 'Thing', { apiManagement, name: 'pool', members: [member('local')] });
    const add = (one: unknown) => () => made.addMember(one as never);
    expect(refusal(add(undefined))).toBe('main/Thing: members[1]: undefined; an object with a backend is needed');
    expect(refusal(add({ backend: made }))).toBe(
      "main/Thing: members[1].backend: it is the pool 'pool'; only single backends are allowed",
    );
    expect(refusal(add({ ...made.members?.[0], priority: 101, weight: '1' }))).toMatchInlineSnapshot(`
     "main/Thing: 3 errors
       members[1].priority: 101; a whole number from 0 to 100 is allowed
       members[1].weight: "1"; a whole number from 0 to 100 is allowed
       members: the pool contains 'local' more than once; each backend is allowed once"
    `);
    expect(made.members).toHaveLength(1);
    for (let index = 1; index < 30; index++) made.addMember(member(`a${index}`));
    expect(refusal(add(member('a30')))).toBe('main/Thing: members: the pool has 31 members; 1 to 30 are allowed');
  });

  test('members that are not usable count, and what is wrong with all of them is not said of each', () => {
    const members = Array.from({ length: 31 }, (_, index) => (index === 3 ? { priority: -1 } : {}));
    expect(refusal(() => pool({ members }))).toMatchInlineSnapshot(`
     "main/Thing: 33 errors
       members[0].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[1].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[2].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[3].priority: -1; a whole number from 0 to 100 is allowed
       members[3].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       members[4].backend: undefined; a CircuitBreakerBackend is needed, or a backend from CircuitBreakerBackend.fromBackendId
       ... and 26 more like it
       members: the pool has 31 members; 1 to 30 are allowed"
    `);
  });
});
