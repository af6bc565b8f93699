import { deploymentOf, effectivePolicy } from '../../../simulator/deployment';
import { whyUnknown } from '../../../simulator/deployment/why-unknown';
import { APIM, apiPolicy } from './faults';
import { OF } from './reading';

const CHOOSE = `<choose><when condition='@(context.Variables.GetValueOrDefault("mode") == "safe")'>
  <set-backend-service backend-id="a" /></when></choose>`;
const SECRET = '<set-variable name="mode" value="{{mode}}" />';

/** Returns why the policy of the API is not known, after the given policies of the service. */
function why(inbound: string, more: Parameters<typeof apiPolicy>[1] = {}): string | undefined {
  const resource = apiPolicy(`<policies><inbound><base />${inbound}</inbound></policies>`, {
    ...APIM,
    random_pet: { mode: {} },
    ...more,
  });
  const deployment = deploymentOf([{ name: 'x.tf.json', json: JSON.stringify({ resource }) }]);
  const [service] = deployment.services;
  const [api] = service.apis;
  const policies = [service.policy, api.policy].flatMap((policy) => policy ?? []);
  const unknown = whyUnknown(service, policies);
  expect(deployment.warnings).toHaveLength(unknown === undefined ? 0 : 1);
  if (unknown === undefined) effectivePolicy(service, api);
  else expect(() => effectivePolicy(service, api)).toThrow(unknown);
  return unknown;
}

const READS =
  /^azurerm_api_management_api_policy\.p: line \d+, column \d+: condition reads the (.*), whose value is not known$/;
const globalPolicy = (inbound: string): Parameters<typeof apiPolicy>[1] => ({
  azurerm_api_management_policy: {
    g: { api_management_id: '${azurerm_api_management.main.id}', xml_content: `<policies>${inbound}</policies>` },
  },
});

describe('a decision that reads a value that is not known', () => {
  test.each([
    ['a variable', SECRET + CHOOSE, "variable 'mode'"],
    [
      'a variable of Terraform',
      `<set-variable name="mode" value="\${random_pet.mode.id}" />${CHOOSE}`,
      "variable 'mode'",
    ],
    [
      'a variable that is computed from another',
      `<set-variable name="raw" value="{{mode}}" />
       <set-variable name="mode" value='@(((string)context.Variables["raw"]).Trim())' />${CHOOSE}`,
      "variable 'mode'",
    ],
    [
      'a header',
      `<set-header name="X-Mode" exists-action="override"><value>{{mode}}</value></set-header>
       <choose><when condition='@(context.Request.Headers.ContainsKey("x-mode"))'><return-response /></when></choose>`,
      "header 'X-Mode'",
    ],
  ])('%s', (_, inbound, what) => {
    expect(READS.exec(why(inbound) ?? '')?.[1]).toBe(what);
  });

  test('that a broader policy sets', () => {
    expect(why(CHOOSE, globalPolicy(`<inbound>${SECRET}</inbound>`))).toMatch(READS);
  });

  test.each([
    ['the value is known', `<set-variable name="mode" value="safe" />${CHOOSE}`],
    ['the decision comes first', CHOOSE + SECRET],
    [
      'nothing reads it',
      `${SECRET}<set-header name="X"><value>@((string)context.Variables["mode"])</value></set-header>`,
    ],
    ['the decision reads another', `<set-variable name="other" value="{{mode}}" />${CHOOSE}`],
  ])('there is none if %s', (_, inbound) => {
    expect(why(inbound)).toBeUndefined();
  });

  test('there is none if the named value is declared', () => {
    const azurerm_api_management_named_value = { mode: { ...OF, name: 'mode', display_name: 'mode', value: 'safe' } };
    expect(why(SECRET + CHOOSE, { azurerm_api_management_named_value })).toBeUndefined();
  });
});
