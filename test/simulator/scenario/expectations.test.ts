import { unmetExpectations } from '../../../simulator/scenario/expectations';
import type { Expectation } from '../../../simulator/scenario/scenario';
import { exchange, FAILOVER_RESULT, PRIMARY, SECONDARY } from './results';

const { exchanges } = FAILOVER_RESULT;

describe('expectations', () => {
  test.each<Partial<Expectation>>([
    {},
    { status: 200, attempts: 4, backend: SECONDARY },
    { headers: { 'x-attempt-count': '4' } },
    { duration: { least: 2, most: 2 } },
  ])('are met: %j', (expected) => {
    expect(unmetExpectations([{ request: 0, ...expected }], exchanges)).toEqual([]);
  });

  test.each<[string, Partial<Expectation>]>([
    ['status 503 expected, 200 received', { status: 503 }],
    ['1 attempt expected, 4 made', { attempts: 1 }],
    [`backend ${PRIMARY} expected, ${SECONDARY} was called last`, { backend: PRIMARY }],
    ['header X-Attempt-Count "3" expected, "4" received', { headers: { 'X-Attempt-Count': '3' } }],
    ['header X-Other "" expected, none received', { headers: { 'X-Other': '' } }],
    ['body "" expected, none received', { body: '' }],
    ['a duration of at least 2.001 s expected, 2 s measured', { duration: { least: 2.001 } }],
    ['a duration of at most 1.999 s expected, 2 s measured', { duration: { most: 1.999 } }],
  ])('are not met: %s', (difference, expected) => {
    expect(unmetExpectations([{ request: 0, ...expected }], exchanges)).toEqual([`request 0: ${difference}`]);
  });

  test('are told each on a line, in their order', () => {
    const expected = [
      { request: 2, status: 503, attempts: 2 },
      { request: 1, status: 200 },
      { request: 0, status: 500 },
    ];
    expect(unmetExpectations(expected, exchanges)).toEqual([
      'request 2: status 503 expected, 200 received',
      'request 2: 2 attempts expected, 1 made',
      'request 0: status 500 expected, 200 received',
    ]);
  });

  test('take a body as it is', () => {
    const told = [exchange({ body: 'hello' })];
    expect(unmetExpectations([{ request: 0, body: 'hello' }], told)).toEqual([]);
    expect(unmetExpectations([{ request: 0, body: 'other' }], told)).toEqual([
      'request 0: body "other" expected, "hello" received',
    ]);
  });

  test('tell a request that no backend was called for', () => {
    expect(unmetExpectations([{ request: 0, backend: PRIMARY }], [exchange({ attempts: [] })])).toEqual([
      `request 0: backend ${PRIMARY} expected, none was called`,
    ]);
    expect(unmetExpectations([{ request: 0, status: 200 }], [])).toEqual([
      'request 0: a response expected, none received',
    ]);
  });
});
