import { childElements } from '../../../lib/policy';
import { effectivePolicy, fragmentOf, ScopedPolicy } from '../../../simulator/deployment';
import { document, read } from './policies';

describe('the policy in effect', () => {
  const shown = (policies: readonly ScopedPolicy[]): string[] =>
    policies.map(({ policy, scope }) => `${scope} ${policy.name}`);

  test('each <base /> stands for the broader scopes; what leaves it out drops them', () => {
    const service = read({
      global:
        '<policies><inbound><g /></inbound><backend><forward-request /></backend><on-error><g /></on-error></policies>',
      product: '<policies><inbound><p1 /><base /><p2 /></inbound></policies>',
      api: '<policies><inbound><base /><a /></inbound><backend><base /></backend><on-error><base /></on-error></policies>',
      operations: { o: '<policies><inbound><o1 /><base /></inbound><backend><own /></backend></policies>' },
    });
    const [api] = service.apis;
    const [product] = service.products;
    const full = effectivePolicy(service, api, 'o', product);
    expect(shown(full.inbound)).toEqual(['operation o1', 'product p1', 'global g', 'product p2', 'api a']);
    expect(shown(full.backend)).toEqual(['operation own']);
    expect(shown(full.onError)).toEqual([]);
    const without = effectivePolicy(service, api);
    expect(shown(without.inbound)).toEqual(['global g', 'api a']);
    expect(shown(without.backend)).toEqual(['global forward-request']);
    expect(shown(without.onError)).toEqual(['global g']);
    // The product's policy leaves <backend> out, and forwards nothing.
    expect(shown(effectivePolicy(service, api, undefined, product).backend)).toEqual([]);
    expect(full.inbound.map(({ address }) => address)).toEqual([
      'azurerm_api_management_api_operation_policy.o',
      'azurerm_api_management_product_policy.p',
      'azurerm_api_management_policy.g',
      'azurerm_api_management_product_policy.p',
      'azurerm_api_management_api_policy.a',
    ]);
  });

  test('a service without a policy of its own forwards, and so does an API without one', () => {
    const service = read({});
    const { inbound, backend, outbound, onError } = effectivePolicy(service, service.apis[0], 'o');
    expect(shown(backend)).toEqual(['global forward-request']);
    expect([...inbound, ...outbound, ...onError]).toEqual([]);
    expect(backend[0].address).toBe('azurerm_api_management.s');
  });

  test('elements are those of the documents, fragments stay and are found in any case', () => {
    const service = read({
      api: document({ inbound: '<include-fragment fragment-id="F" />' }),
      fragments: { f: '<x />' },
    });
    const [included] = effectivePolicy(service, service.apis[0]).inbound;
    const [inbound] = childElements(service.apis[0].policy!.document);
    expect(included.policy).toBe(inbound.children[0]);
    expect(fragmentOf(service, included.policy.attributes['fragment-id'])?.policy.document.children).toHaveLength(1);
    expect(fragmentOf(service, 'toString')).toBeUndefined();
  });

  test('many <base /> in every scope are refused, not multiplied', () => {
    const many = `<policies><inbound>${'<base />'.repeat(200)}</inbound></policies>`;
    const service = read({ global: '<policies><inbound><g /><g /></inbound></policies>', product: many, api: many });
    expect(() => effectivePolicy(service, service.apis[0], 'o', service.products[0])).toThrow(
      'azurerm_api_management_api_policy.a: with <base />, <inbound> contains more than 10000 policies',
    );
  });
});
