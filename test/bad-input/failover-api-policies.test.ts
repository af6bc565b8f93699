import { FailoverApi, PriorityPool } from '../../lib';
import { isNotCompared, synth } from '../support/stack';
import { api, apiManagement, member, operation, other, refusal, refuses, stack } from './constructs';

describe('FailoverApi', () => {
  const inbound = (source: string): unknown => api({ policies: { inbound: source } });

  refuses([
    [
      'policies that are not closed',
      () => inbound('<trace source="a">'),
      'policies.inbound: it is not valid policy XML: line 1, column 1: <trace> is not closed',
    ],
    [
      'policies that are no XML, in their second line',
      () => inbound('<trace source="a" />\n  <trace source=b />'),
      'policies.inbound: it is not valid policy XML: line 2, column 17: the value of the attribute source is not in quotes',
    ],
    [
      'an expression that is not closed',
      () => inbound('<trace source="@(a" />'),
      'policies.inbound: it is not valid policy XML: line 1, column 16: an expression is not closed',
    ],
    [
      'a character that XML does not allow',
      () => inbound('<trace source="\u0001" />'),
      'policies.inbound: it is not valid policy XML: line 1, column 16: a character that XML does not allow',
    ],
    [
      'text for policies',
      () => inbound('trace'),
      'policies.inbound: line 1, column 1: text outside a policy; only XML elements are allowed',
    ],
    [
      'several texts for policies',
      () => inbound('trace<trace source="a" />trace<base />'),
      '3 errors\n' +
        '  policies.inbound: line 1, column 1: text outside a policy; only XML elements are allowed\n' +
        '  policies.inbound: line 1, column 26: text outside a policy; only XML elements are allowed\n' +
        '  policies.inbound: <base> is added automatically; pass only the policies inside the section',
    ],
    [
      'policies that are deeper than any',
      () => inbound('<a>'.repeat(98) + '</a>'.repeat(98)),
      'policies.inbound: elements are nested deeper than 100',
    ],
    [
      'what is written already',
      () => inbound('<base />'),
      'policies.inbound: <base> is added automatically; pass only the policies inside the section',
    ],
    [
      'policies without section',
      () => api({ policies: '<trace />' }),
      'policies: a string of 9 characters; an object with inbound, backend, outbound or onError is needed',
    ],
    [
      'policies of a section that are no text',
      () => api({ policies: { inbound: 7, outbound: ['<trace source="a" />'], onError: null } }),
      '3 errors\n' +
        '  policies.inbound: 7; policies in XML are needed\n' +
        '  policies.outbound: a list of 1; policies in XML are needed\n' +
        '  policies.onError: null; policies in XML are needed',
    ],
    [
      'policies before each attempt, without a retry',
      () => api({ retry: { count: 0 }, policies: { backend: '<trace source="a" />' } }),
      'policies.backend: retry.count is 0; without a retry, <backend> can contain only forward-request',
    ],
    [
      'a backend that is not there',
      () => inbound('<set-backend-service backend-id="far" />'),
      "policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)",
    ],
    [
      'a backend of another service in an operation',
      () => {
        member('far', other);
        operation({
          policies: {
            inbound: '<choose><when condition="@(true)"><set-backend-service backend-id="far" /></when></choose>',
          },
        });
      },
      "operations[0].policies: AF008 the policies name the backend 'far', which apim does not have; declared so far: 'local', 'remote', 'pool' (if it is deployed elsewhere, declare it with CircuitBreakerBackend.fromBackendId or PriorityPool.fromPoolId)",
    ],
    [
      'a regional pool without pool',
      () => api({ regionalPools: [{ region: 'Norway East' }] }),
      'regionalPools[0].pool: undefined; a PriorityPool is needed, or a pool from PriorityPool.fromPoolId',
    ],
    ['no props', () => new FailoverApi(stack, 'Thing', undefined as never), 'props: undefined; an object is needed'],
  ]);

  test.each([
    ['<a>\n  <b></a>', 'line 2, column 6: </a> closes <b>'],
    ['<set-header', 'line 1, column 1: <set-header> is not closed'],
    ['<a>]]></a><!-- -- -->', 'a comment cannot contain two consecutive hyphens'],
    ['<policies><inbound /></policies>', '<policies> is added automatically'],
  ])('policy text %j', (source, fault) => {
    const message = refusal(() => inbound(source));
    expect(message).toMatch(/^main\/Thing: policies\.inbound: /);
    expect(message).toContain(fault);
  });

  test('policies before each attempt, where the pool turns out to need no retry', () => {
    isNotCompared(stack);
    const { backend: only } = member('only');
    const flat = new PriorityPool(stack, 'Flat', { apiManagement, name: 'flat', members: [{ backend: only }] });
    api({ pool: flat, policies: { backend: '<trace source="a" />' } });
    expect(() => synth(stack)).toThrow(
      '[main/Thing] policies.backend: without a retry, <backend> can contain only forward-request',
    );
    flat.addMember({ ...member('second'), priority: 2 });
    expect(() => synth(stack)).not.toThrow();
  });
});
