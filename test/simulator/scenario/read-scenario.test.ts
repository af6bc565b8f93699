import { readScenario } from '../../../simulator/scenario/read-scenario';
import type { Scenario } from '../../../simulator/scenario/scenario';
import * as schema from '../../../simulator/scenario/scenario.schema.json';
import { faultsOf, SMALLEST } from './reading';

const read = (file: object): Scenario => readScenario('s.json', JSON.stringify(file));

describe('a scenario', () => {
  test('has defaults for all that may be left out', () => {
    expect(read(SMALLEST)).toEqual({
      apiManagement: 'apim',
      start: Date.UTC(2026, 0, 1),
      seed: 1,
      backends: new Map(),
      hosts: new Map(),
      requests: [{ at: 0, method: 'GET', path: '/', headers: {} }],
      tokens: 'accepted',
      ignorePolicies: [],
      assumptions: {},
      expect: [],
    });
  });

  test('in YAML and in JSON is the same', () => {
    const yaml = `
      # the primary is down for 40 s
      apiManagement: apim
      start: 2026-03-09T08:00:00+01:00
      backends:
        func-primary:
          - { status: [503, 503, 200], latency: PT0.2S, headers: { Retry-After: 5 }, body: { a: 1 } }
          - from: PT40S
      hosts: { api.example.com: [{ hang: true }] }
      requests:
        - { at: PT1M30S, method: POST, path: /a?b=c, body: text }
      assumptions: { longestRetryAfter: 60 }
      expect:
        - { request: 0, headers: { X-Attempt-Count: 4 }, duration: { most: PT2S } }`;
    const json = {
      apiManagement: 'apim',
      start: '2026-03-09T07:00:00Z',
      backends: {
        'func-primary': [
          { status: [503, 503, 200], latency: 'PT0.2S', headers: { 'Retry-After': '5' }, body: { a: 1 } },
          { from: 'PT40S' },
        ],
      },
      hosts: { 'api.example.com': [{ hang: true }] },
      requests: [{ at: 'PT90S', method: 'POST', path: '/a?b=c', body: 'text' }],
      assumptions: { longestRetryAfter: 60 },
      expect: [{ request: 0, headers: { 'X-Attempt-Count': '4' }, duration: { most: 'PT2S' } }],
    };
    const scenario = readScenario('s.yaml', yaml);
    expect(scenario).toEqual(read(json));
    expect(scenario.backends.get('func-primary')).toEqual([
      {
        from: 0,
        status: [503, 503, 200],
        latency: 0.2,
        headers: { 'Retry-After': '5', 'Content-Type': 'application/json' },
        body: '{"a":1}',
      },
      { from: 40, latency: 0, headers: {} },
    ]);
    expect(scenario.requests).toEqual([{ at: 90, method: 'POST', path: '/a?b=c', headers: {}, body: 'text' }]);
  });

  test('sends a request as often as it says', () => {
    const request = { at: 'PT10S', method: 'GET', path: '/', times: 3, every: 'PT0.5S' };
    expect(read({ ...SMALLEST, requests: [request] }).requests.map(({ at }) => at)).toEqual([10, 10.5, 11]);
    const atOnce = { ...request, every: undefined };
    expect(read({ ...SMALLEST, requests: [atOnce] }).requests.map(({ at }) => at)).toEqual([10, 10, 10]);
  });

  test('leaves the content type of a JSON body as it is given', () => {
    const request = { at: 'PT0S', method: 'POST', path: '/', headers: { 'content-type': 'a/b' }, body: [1] };
    expect(read({ ...SMALLEST, requests: [request] }).requests[0]).toMatchObject({
      headers: { 'content-type': 'a/b' },
      body: '[1]',
    });
  });

  test('takes names that JavaScript has a meaning for as names', () => {
    const text = `{"apiManagement":"a","backends":{"__proto__":[{"status":503}],"constructor":[{}]},
      "requests":[{"at":"PT0S","method":"GET","path":"/","headers":{"__proto__":"x"}}]}`;
    const { backends, requests } = readScenario('s.json', text);
    expect([...backends.keys()]).toEqual(['__proto__', 'constructor']);
    expect(Object.entries(requests[0].headers)).toEqual([['__proto__', 'x']]);
    expect(faultsOf(`{"apiManagement":"a","requests":[],"assumptions":{"constructor":1}}`)).toContainEqual(
      expect.stringContaining('assumptions.constructor is not allowed; allowed: units, '),
    );
  });
});

describe('the published schema', () => {
  test('describes every field', () => {
    const undescribed = Object.entries({ scenario: schema, ...schema.definitions }).flatMap(([name, definition]) =>
      Object.entries('properties' in definition ? (definition.properties as object) : {}).flatMap(
        ([key, field]: [string, { description?: string; $ref?: string }]) =>
          (field.description ?? field.$ref) ? [] : `${name}.${key}`,
      ),
    );
    expect(undescribed).toEqual([]);
  });
});
