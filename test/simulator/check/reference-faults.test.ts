import * as fc from 'fast-check';
import { readPolicy } from '../../../lib/policy';
import { referenceFaults } from '../../../simulator/check/reference-faults';
import { ElementRule, POLICY_NAMES, policyRule } from '../../../simulator/common/policy-reference';
import { sectionsOf } from '../../../simulator/common/policy-sections';

function faults(text: string): string[] {
  return referenceFaults([{ address: 'policy', document: readPolicy(text) }]).map(
    ({ fault, line, column }) => `${line}:${column} ${fault}`,
  );
}

const inbound = (policies: string): string[] => faults(`<policies><inbound>\n${policies}</inbound></policies>`);

describe('what the reference does not have', () => {
  test.each([
    ['<set-haeder />', "2:1 <set-haeder> is not a policy in Microsoft's policy reference (did you mean 'set-header'?)"],
    ['<frobnicate />', "2:1 <frobnicate> is not a policy in Microsoft's policy reference"],
    ['<set-url>a</set-url>', "2:1 <set-url> is not a policy in Microsoft's policy reference"],
    ['<rewrite-uri templat="/" />', "2:23 <rewrite-uri> has no attribute templat (did you mean 'template'?)"],
    [
      '<set-header name="a" exists-action="overide" />',
      '2:37 the exists-action of <set-header> is "overide"; override, append, skip, delete are allowed (did you mean \'override\'?)',
    ],
    ['<ip-filter action="deny" />', '2:20 the action of <ip-filter> is "deny"; allow, forbid are allowed'],
    ['<rate-limit calls="ten" renewal-period="60" />', '2:20 the calls of <rate-limit> is "ten"; a number is needed'],
    [
      '<choose><when condition="@(true)"><set-status code="ok" /></when></choose>',
      '2:53 the code of <set-status> is "ok"; a number is needed',
    ],
    ['<forward-request />', '2:1 <forward-request> is in <inbound>; it is allowed only in <backend>'],
    [
      '<choose><when condition="@(true)"><cache-store duration="1" /></when></choose>',
      '2:35 <cache-store> is in <inbound>; it is allowed only in <outbound>',
    ],
    ['<choose>\n<whn condition="true" /></choose>', "3:1 <choose> has no child element <whn> (did you mean 'when'?)"],
    [
      '<retry condition="@(true)" count="1" interval="1"><forward-reqest /></retry>',
      "2:51 <forward-reqest> is not a policy in Microsoft's policy reference (did you mean 'forward-request'?)",
    ],
  ])('%s', (policy, fault) => {
    expect(inbound(policy)).toEqual([fault]);
  });

  test('a policy in a section of the response', () => {
    const outbound = '<set-backend-service backend-id="a" /><set-header name="b" exists-action="delete" />';
    expect(faults(`<policies><outbound>${outbound}</outbound></policies>`)).toEqual([
      '1:21 <set-backend-service> is in <outbound>; it is allowed only in <inbound> and <backend>',
    ]);
  });

  test('a section, and everything in a fragment', () => {
    expect(faults('<policies><outbond /></policies>')).toEqual([
      "1:11 <outbond> is not a section of a policy (did you mean 'outbound'?)",
    ]);
    expect(faults('<fragment><trase source="a" /></fragment>')).toHaveLength(1);
  });

  test('once for each document that several resources share', () => {
    const document = readPolicy('<fragment><trase /></fragment>');
    const found = referenceFaults(['a', 'b'].map((address) => ({ address, document })));
    expect(found.map(({ address }) => address)).toEqual(['a', 'b']);
  });
});

describe('no fault', () => {
  test.each([
    '<base />',
    '<set-header id="a" name="b" exists-action="Override"><value>c</value></set-header>',
    '<set-header name="b" exists-action="@(true ? &quot;skip&quot; : &quot;append&quot;)" />',
    '<set-header name="b" exists-action="{{action}}" />',
    '<set-header name="b" exists-action="${action}" />',
    '<set-header name="b" exists-action="EXISTS_ACTION" />',
    '<rate-limit calls="{{calls}}" renewal-period="60" />',
    '<rate-limit-by-key calls="@(10)" renewal-period="${seconds}" counter-key="a" />',
    '<cors><allowed-origins><origin>*</origin></allowed-origins></cors>',
    '<send-request><authentication-certificate certificate-id="a" /></send-request>',
    '<set-body template="liquid"><soap:Envelope xmlns:soap="urn:a"><order /></soap:Envelope></set-body>',
    '<send-request><include-fragment fragment-id="a" /></send-request>',
    '<wait for="all"><send-request mode="new" response-variable-name="a"><set-url>b</set-url></send-request></wait>',
  ])('%s', (policy) => {
    expect(inbound(policy)).toEqual([]);
  });
});

/** An element with all that its rule allows. */
function written(name: string, { attributes, children }: ElementRule): string {
  const given = [...attributes]
    .map(([key, values]) => ` ${key}="${values === 'number' ? '1' : (values?.at(-1) ?? '1')}"`)
    .join('');
  const inner = typeof children === 'string' ? '' : [...children].map(([child, rule]) => written(child, rule)).join('');
  return `<${name}${given}>${inner}</${name}>`;
}

const policies = fc.constantFrom(...POLICY_NAMES);

test('nothing that the reference has is a fault', () => {
  for (const name of POLICY_NAMES) {
    const section = sectionsOf(name)?.[0] ?? 'inbound';
    const document = `<policies><${section}>${written(name, policyRule(name)!)}</${section}></policies>`;
    expect(faults(document)).toEqual([]);
  }
});

test('a letter too many in a name is a fault, and the name is suggested', () => {
  fc.assert(
    fc.property(policies, (name) => {
      expect(inbound(`<${name}x />`)).toEqual([expect.stringContaining(`(did you mean '${name}'?)`)]);
      const [attribute] = policyRule(name)!.attributes.keys();
      if (attribute === undefined) return;
      expect(inbound(`<${name} ${attribute}-x="1" />`)).toContainEqual(expect.stringContaining('has no attribute'));
    }),
  );
});
