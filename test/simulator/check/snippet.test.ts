import { findingsOfSnippet } from '../../../simulator/check/snippet';

async function found(text: string): Promise<string[]> {
  const findings = await findingsOfSnippet('policy.xml', text);
  return findings.map(({ code, message, line, column }) => `${line}:${column} ${code} ${message}`);
}

const where = (line: number, column: number): string => `at line ${line}, column ${column} of the policy,`;

test('every finding has its place, in the order of the document', async () => {
  const text = `<policies>
  <inbound>
    <set-variable name="a" value="@(1 + )" />
    <set-haeder />
  </inbound>
  <backend>
    <base />
    <retry condition="@(true)" count="60" interval="1"><forward-request timeout="soon" /></retry>
  </backend>
</policies>`;
  expect(await found(text)).toEqual([
    expect.stringMatching(/^3:40 AF009 the expression @\(1 \+ \) does not compile at line 3, column 40 of the policy/),
    `4:5 AF116 ${where(4, 5)} <set-haeder> is not a policy in Microsoft's policy reference (did you mean 'set-header'?)`,
    `6:3 AF008 ${where(6, 3)} <backend> has 2 direct children; only one is allowed, including <base />`,
    `8:39 AF012 ${where(8, 39)} the count of a <retry> is "60"; a whole number of 1 to 50 is needed`,
    `8:82 AF012 ${where(8, 82)} the timeout of a <forward-request> is "soon"; a number of 0 to 2147483647 is needed`,
  ]);
});

test('a misspelled member of the context has its place, next to the other findings', async () => {
  const text = '<inbound>\n  <set-body>@(context.Respnse.StatusCode)</set-body>\n  <trase />\n</inbound>';
  expect(await found(text)).toEqual([
    `2:23 AF116 ${where(2, 23)} IContext has no member Respnse in Microsoft's reference of policy expressions (did you mean 'Response'?)`,
    expect.stringMatching(/^3:3 AF116/),
  ]);
});

test('a required attribute that is missing has the place of its policy', async () => {
  expect(await found('<retry condition="@(true)" count="1" />')).toEqual([
    `1:1 AF012 ${where(1, 1)} the interval of a <retry> is missing; it is required`,
  ]);
});

test.each([
  ['a document', '<?xml version="1.0"?>\n<policies><inbound><trase /></inbound></policies>'],
  ['a fragment', '<fragment><trase /></fragment>'],
  ['a section', '<inbound><base /><trase /></inbound>'],
  ['sections', '<inbound><base /></inbound><outbound><trase /></outbound>'],
  ['policies', '<!-- A few. -->\n<base />\n<trase />'],
])('%s can be checked', async (_, text) => {
  expect(await found(text)).toEqual([
    expect.stringContaining("<trase> is not a policy in Microsoft's policy reference"),
  ]);
});

test('a section by itself has the rules of its section', async () => {
  expect(await found('<backend><base /><forward-request /></backend>')).toEqual([expect.stringContaining('AF008')]);
});

test.each([
  ['<inbound>\n  <base>', 'policy.xml:2:3: <base> is not closed'],
  ['', 'policy.xml:1:1: there are no policies'],
  ['<!-- Nothing. -->', 'policy.xml:1:1: there are no policies'],
  ['<base />\nsome text', 'policy.xml:1:9: text outside of the policies'],
])('%j cannot be read', async (text, fault) => {
  await expect(findingsOfSnippet('policy.xml', text)).rejects.toThrow(fault);
});

test('policies that are right have no findings', async () => {
  expect(await found('<set-header name="a" exists-action="delete" />')).toEqual([]);
});
