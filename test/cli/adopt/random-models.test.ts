import fc from 'fast-check';
import type { ApiModel, BreakerModel, Known } from '../../../lib/failover';
import { writePolicy } from '../../../lib/policy';
import { randomApis } from '../../failover/random-models';
import { synthesized } from '../../failover/synthesized';
import { runs } from '../../support/runs';
import { type Adopted, adopted, bothOf, styleFaults, typeFaults } from './adopted';
import { comparable } from './comparable';
import { api, apiPolicy, backend, member, operation, pool, type Resources } from './declared';

/** Edits of the policy that the constructs write, as teams write theirs. */
const edits = fc.subarray(
  [
    [/ timeout(?:-ms)?="\d+"/g, ''],
    [/ buffer-request-body="true"/g, ''],
    [/ first-fast-retry="false"/g, ''],
    [/(<inbound>\s*)<base \/>/, '$1'],
    [/(<outbound>)/, '$1<set-header name="X" exists-action="delete" />'],
    [/(<retry [^>]*>)/, '$1<trace source="a"><message>b</message></trace>'],
    [/(<retry [^>]*>\s*(?:<set-variable [^>]*>\s*)?)<set-backend-service [^>]*>/, '$1'],
    [/(<set-backend-service [^>]*>)/, '<!-- a comment -->$1<rewrite-uri template="/x" />'],
    [/<on-error>[\s\S]*<\/on-error>/, ''],
  ] satisfies [RegExp, string][],
  { maxLength: 3 },
);

function ruleOf(breaker: Known<BreakerModel> | undefined): object {
  if (breaker === undefined || breaker === 'unknown') return {};
  const { count, percentage, interval, tripDuration, statusCodeRanges, errorReasons, acceptRetryAfter } = breaker;
  return {
    circuit_breaker_rule: {
      ...{ name: 'rule', trip_duration: `PT${tripDuration}S`, accept_retry_after_enabled: acceptRetryAfter },
      failure_condition: {
        ...{ ...(count !== undefined && { count }), ...(percentage !== undefined && { percentage }) },
        ...{ interval_duration: `PT${interval}S`, error_reasons: errorReasons, status_code_range: statusCodeRanges },
      },
    },
  };
}

/** The model as Terraform JSON, with an edited policy. */
function declared(model: ApiModel, changes: readonly [RegExp, string][]): { resource: Resources } {
  const [{ members, name }] = model.pools;
  const { document } = synthesized(model, model.pools[0]).apis[0].policy!;
  const text = changes.reduce((policy, [from, to]) => policy.replace(from, to), writePolicy(document));
  const backends = new Map(members.map(({ backend: each }) => [each.name, each]));
  return {
    resource: {
      azurerm_api_management_backend: Object.fromEntries(
        [...backends].map(([each, { breaker }]) => [each, backend(each, ruleOf(breaker))]),
      ),
      azapi_resource: {
        pool: pool(
          name,
          members.map((each) => ({
            ...member(each.backend.name, Number(each.priority)),
            ...(each.weight !== undefined && { weight: each.weight }),
          })),
        ),
      },
      azurerm_api_management_api: { orders: api('orders') },
      azurerm_api_management_api_operation: { post: operation('orders', 'post', 'POST', '/') },
      azurerm_api_management_api_policy: { orders: apiPolicy('orders', text) },
    },
  };
}

const all: Adopted[] = [];

test('any model survives the way through a program', async () => {
  await fc.assert(
    fc.asyncProperty(randomApis, edits, async (model, changes) => {
      const one = await adopted(declared(model, changes));
      all.push(one);
      const [before, after] = (await bothOf(one)).map(comparable);
      expect(after).toEqual(before);
    }),
    runs(12),
  );
}, 600_000);

test('the programs compile, and have the style of prettier', () => {
  expect(typeFaults(all)).toEqual([]);
  expect(styleFaults(all)).toBe('');
}, 60_000);
