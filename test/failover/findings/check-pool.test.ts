import { BackendModel, BreakerModel, checkPool, MOST_MEMBERS, PoolModel } from '../../../lib/failover';
import { backend, backendWith, lines, member, pair, pool, service } from '../models';

const backends = (count: number): BackendModel[] => Array.from({ length: count }, (_, index) => backend(`b${index}`));

test('nothing is said of a sound pool', () => {
  expect(checkPool(pair())).toEqual([]);
});

test('findings are about the pool', () => {
  expect(checkPool(pool([]))).toMatchObject([{ address: 'main/pool' }]);
});

describe('AF001: members that API Management refuses', () => {
  const local = backend('local');

  test.each<[string, PoolModel]>([
    ["pool 'pool' has no members; 1 to 30 are allowed", pool([])],
    ["pool 'pool' has 31 members; 1 to 30 are allowed", pool([backends(MOST_MEMBERS + 1)])],
    ["pool 'pool' contains 'local' more than once; each backend is allowed once", pool([[local, local, local]])],
    ["pool 'pool' contains 'local' more than once; each backend is allowed once", pool([[local], [local]])],
    [
      "pool 'pool' contains the pool 'inner'; only single backends are allowed",
      pool([[backend('inner', { isPool: true, breaker: undefined })], [local]]),
    ],
    [
      "pool 'pool' belongs to apim but contains 'foreign' of other; only backends of its own service are allowed",
      pool([[local], [backend('foreign', { service: service({ key: 'other' }) })]]),
    ],
    [
      "pool 'pool' sets priority -1 for 'local'; a whole number from 0 to 100 is allowed",
      pool([[local]], { members: [member(local, -1)] }),
    ],
    [
      "pool 'pool' sets weight 0.5 for 'local'; a whole number from 0 to 100 is allowed",
      pool([[local]], { members: [{ ...member(local, 100), weight: 0.5 }] }),
    ],
  ])('%s', (message, model) => {
    expect(lines(checkPool(model))).toEqual([`error: AF001 ${message}. Change its members.`]);
  });

  test.each<[string, PoolModel]>([
    ['one member', pool([[local]])],
    ['thirty members', pool([backends(MOST_MEMBERS)])],
    ['two backends of one name at different addresses', pool([[local, backend('local', { address: 'other/local' })]])],
    ['a backend of a service that is not known', pool([[backend('b', { service: service({ key: 'unknown' }) })]])],
    ['a service that is not known', pool([[local]], { service: service({ key: 'unknown' }) })],
  ])('does not hold for %s', (_, model) => {
    expect(checkPool(model)).toEqual([]);
  });

  test('every fault is said', () => {
    const inner = backend('inner', { isPool: true, breaker: undefined, service: service({ key: 'other' }) });
    expect(checkPool(pool([[inner, inner]])).map(({ message }) => message)).toEqual([
      "pool 'pool' contains the pool 'inner'; only single backends are allowed",
      "pool 'pool' belongs to apim but contains 'inner' of other; only backends of its own service are allowed",
      "pool 'pool' contains 'inner' more than once; each backend is allowed once",
    ]);
  });
});

describe('AF002: no circuit breaker ahead of another priority', () => {
  const bare = backend('bare', { breaker: undefined });
  const REMEDY = "Add a circuit breaker to 'bare'.";

  test('holds, and names what is never reached', () => {
    expect(lines(checkPool(pair(bare)))).toEqual([
      "error: AF002 backend 'bare' at priority 1 of pool 'pool' has no circuit breaker: it is never out of use, " +
        `so priority 2 is never reached. ${REMEDY}`,
    ]);
  });

  test('holds beside a member that has one, for all priorities behind it', () => {
    const members = [
      member(backend('local'), 0),
      member(bare, 10),
      member(backend('b'), 10),
      member(backend('c'), 20),
      member(backend('d'), 30),
    ];
    expect(lines(checkPool(pool([], { members })))).toEqual([
      "error: AF002 backend 'bare' at priority 10 of pool 'pool' has no circuit breaker: it is never out of use, " +
        `so priorities 20, 30 are never reached. ${REMEDY}`,
    ]);
  });

  test('holds once for all of a priority', () => {
    const found = lines(checkPool(pool([[bare, backend('other', { breaker: undefined })], [backend('remote')]])));
    expect(found).toEqual([
      "error: AF002 backends 'bare' and 'other' at priority 1 of pool 'pool' have no circuit breaker: they are never out " +
        "of use, so priority 2 is never reached. Add a circuit breaker to 'bare' and 'other'.",
    ]);
  });

  test.each<[string, PoolModel]>([
    ['in the last priority group', pair(backend('local'), bare)],
    ['in the only priority group', pool([[bare, backend('local')]])],
    ['where the breaker is not known', pair(backend('bare', { breaker: 'unknown' }))],
    [
      'where a priority is not known',
      pool([], { members: [member(bare, 1), member(backend('b'), 2, { priority: 'unknown' })] }),
    ],
  ])('does not hold %s', (_, model) => {
    expect(checkPool(model)).toEqual([]);
  });
});

describe('AF106: members that accept Retry-After without an upper bound', () => {
  const accepting = (name: string, over: Partial<BreakerModel> = {}): BackendModel =>
    backendWith(name, { acceptRetryAfter: true, ...over });
  const acknowledging = (name: string): BackendModel => ({ ...accepting(name), acknowledged: ['AF106'] });
  const saying = (backends: string, end: string): string =>
    `warning: AF106 ${backends} Retry-After without an upper bound: one response can keep a backend out of use for as long as the header specifies, ` +
    `far beyond its trip duration${end}, or close its circuit before another backend is reached. ` +
    'Do not accept Retry-After, unless the backend is trusted to send sensible values.';

  test.each<[string, PoolModel, string]>([
    ['all', pair(accepting('a'), accepting('b')), saying("backends 'a' and 'b' of pool 'pool' accept", ' of 30 s')],
    ['one', pair(accepting('a')), saying("backend 'a' of pool 'pool' accepts", ' of 30 s')],
    ['the last', pair(undefined, accepting('b')), saying("backend 'b' of pool 'pool' accepts", ' of 30 s')],
    [
      'those of different trip durations',
      pool([[accepting('a', { tripDuration: 60 }), accepting('b')], [accepting('c', { tripDuration: 'unknown' })]]),
      saying("backends 'a', 'b' and 'c' of pool 'pool' accept", ' of 30 s or 60 s'),
    ],
    [
      'one whose trip duration is not known',
      pair(accepting('a', { tripDuration: 'unknown' })),
      saying("backend 'a' of pool 'pool' accepts", ''),
    ],
    [
      'those that do not acknowledge it themselves',
      pool([[acknowledging('a'), accepting('b')], [acknowledging('c')]]),
      saying("backend 'b' of pool 'pool' accepts", ' of 30 s'),
    ],
    [
      'so many that they are not all named',
      pool([Array.from({ length: 13 }, (_, index) => accepting(`b${index}`))]),
      saying(
        "backends 'b0', 'b1', 'b2', 'b3', 'b4', 'b5', 'b6', 'b7', 'b8', 'b9' and 3 more of pool 'pool' accept",
        ' of 30 s',
      ),
    ],
  ])('holds once, and names %s', (_, model, line) => {
    expect(lines(checkPool(model))).toEqual([line]);
  });

  test.each<[string, PoolModel]>([
    ['no member accepts it', pair()],
    ['every member that accepts it acknowledges it', pair(acknowledging('a'), backend('b'))],
    [
      'a breaker is not known, and another is missing',
      pair(backend('a', { breaker: 'unknown' }), backend('b', { breaker: undefined })),
    ],
  ])('does not hold where %s', (_, model) => {
    expect(checkPool(model)).toEqual([]);
  });
});

describe('AF115: members with one URL', () => {
  const at = (name: string, url: BackendModel['url']): BackendModel => backend(name, { url });
  const told = (backends: string): string =>
    `warning: AF115 backends ${backends} of pool 'pool' have the same URL, so that they fail together. ` +
    'Give each backend the URL of its own region, or remove all but one of them from the pool.';

  test.each([
    ['as written', 'https://l.example.com', 'https://l.example.com'],
    ['but for the case of the host', 'https://l.example.com', 'https://L.Example.com'],
    ['but for a default port', 'https://l.example.com', 'https://l.example.com:443'],
    ['but for a slash at the end', 'https://l.example.com/api', 'https://l.example.com/api/'],
  ])('holds for the same URL, %s', (_, one, other) => {
    expect(lines(checkPool(pair(at('l', one), at('r', other))))).toEqual([told("'l' and 'r'")]);
    expect(lines(checkPool(pool([[at('l', one), at('r', other)]])))).toEqual([told("'l' and 'r'")]);
  });

  test.each([
    ['another path', 'https://l.example.com/a', 'https://l.example.com/A'],
    ['another port', 'https://l.example.com', 'https://l.example.com:8443'],
    ['another scheme', 'https://l.example.com', 'http://l.example.com'],
    ['another host', 'https://l.example.com', 'https://r.example.com'],
    ['one that is not known', 'https://l.example.com', 'unknown'],
    ['two that are not known', 'unknown', 'unknown'],
    ['no URLs', undefined, undefined],
    ['texts that are no URLs', 'l', 'l'],
  ])('does not hold for %s', (_, one, other) => {
    expect(checkPool(pair(at('l', one), at('r', other)))).toEqual([]);
  });

  test('holds once for each URL, and shows none', () => {
    const [x, y] = ['https://user:secret@x.example.com?code=secret', 'https://y.example.com'];
    const members = [at('a', x), at('b', y), at('c', x), at('d', y), at('e', x)];
    expect(lines(checkPool(pool(members.map((each) => [each]))))).toEqual([
      told("'a', 'c' and 'e'"),
      told("'b' and 'd'"),
    ]);
  });

  test('a backend that is there twice is not two', () => {
    const one = at('l', 'https://l.example.com');
    expect(lines(checkPool(pool([[one], [one]])))).toEqual([expect.stringContaining('AF001')]);
  });
});
