import { POLICY_NAMES, PolicyName, policyRule } from '../../../simulator/common/policy-reference';
import { POLICY_TREATMENTS } from '../../../simulator/common/policy-treatments';
import { POLICIES } from '../../../simulator/policies/catalogue';
import { through } from './policy-gateway';

const treated = (kind: string): PolicyName[] => POLICY_NAMES.filter((name) => POLICY_TREATMENTS[name].kind === kind);

test('every policy of the reference is simulated, recorded, or refused', () => {
  expect([...POLICIES.keys()].sort()).toEqual([...treated('simulated'), ...treated('recorded')].sort());
});

test('what is assumed is said in sentences, and the reason for a refusal completes one', () => {
  for (const name of POLICY_NAMES) {
    const treatment = POLICY_TREATMENTS[name];
    if (treatment.kind === 'refused') expect(treatment.why).toMatch(/^[a-z].*[^.]$/);
    else expect(treatment.note).toMatch(treatment.kind === 'recorded' ? /^[A-Z].*\.$/ : /^(\[?[A-Z].*\.)?$/);
  }
});

test.each(treated('refused'))('%s is refused with the reason', async (name) => {
  const { why } = POLICY_TREATMENTS[name] as { readonly why: string };
  await expect(through({ inbound: `<${name} />` })).rejects.toThrow(
    `<${name}>: this policy is not simulated: it ${why}; skip it with`,
  );
});

test('a policy that does not exist is refused with a suggestion', async () => {
  await expect(through({ inbound: '<set-haeder />' })).rejects.toThrow(
    "<set-haeder>: this policy is not simulated: it is not in Microsoft's policy reference (did you mean 'set-header'?); skip it with",
  );
});

test.each(treated('simulated'))('%s with an attribute that the reference does not have is refused', async (name) => {
  await expect(through({ inbound: `<${name} frobnicate="1" />` })).rejects.toThrow(
    `<${name}>: its attribute frobnicate is not simulated`,
  );
});

test('attributes that are not simulated, and unknown child elements, are refused together', async () => {
  const policies =
    '<rate-limit-by-key calls="1" renewal-period="1" counter-key="a" flexible-retry-window="true" />' +
    '<set-header name="a"><value>b</value><valu>c</valu></set-header>' +
    '<send-request mode="copy" response-variable-name="r"><rewrite-uri template="/" /></send-request>';
  const run = through({ inbound: policies });
  await expect(run).rejects.toThrow('<rate-limit-by-key>: its attribute flexible-retry-window is not simulated');
  await expect(run).rejects.toThrow('<valu>: is not allowed in <set-header>');
  await expect(run).rejects.toThrow('<rewrite-uri>: is not allowed in <send-request>');
});

test('all other attributes of the reference are simulated', async () => {
  const refused: string[] = [];
  for (const name of treated('simulated')) {
    for (const attribute of policyRule(name)!.attributes.keys()) {
      const error: unknown = await through({ inbound: `<${name} ${attribute}="1" />` }).catch(
        (thrown: unknown) => thrown,
      );
      if (String(error).includes(`its attribute ${attribute} is not simulated`)) refused.push(`${name} ${attribute}`);
    }
  }
  expect(refused).toEqual([
    ...['azure-openai-token-limit prompt-type', 'azure-openai-token-limit ignore-prompt'],
    ...['llm-token-limit prompt-type', 'llm-token-limit ignore-prompt'],
    ...['rate-limit-by-key increment-after-response', 'rate-limit-by-key flexible-retry-window'],
    ...['send-request timeout-ms', 'send-request buffer-response', 'send-request fail-on-error-status-code'],
    ...['resolve-condition', 'service-instance-name', 'partition-key', 'listener-name', 'replica-type'].map(
      (attribute) => `set-backend-service sf-${attribute}`,
    ),
    ...['app-id', 'method', 'namespace'].map((attribute) => `set-backend-service dapr-${attribute}`),
  ]);
});
