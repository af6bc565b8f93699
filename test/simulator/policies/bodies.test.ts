import * as fc from 'fast-check';
import { through, TO_POOL } from './policy-gateway';

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** What the backend gets as the body. */
async function sent(setBody: string, body: string | undefined = '{}', before = ''): Promise<string | undefined> {
  const { received } = await through({ inbound: `${TO_POOL}${before}${setBody}` }, { body, headers: JSON_TYPE });
  return received[0].body;
}

const liquid = (template: string): string => `<set-body template="liquid">${template}</set-body>`;

describe('set-body', () => {
  test('takes XML as text, with expressions in it', async () => {
    const xml =
      '<soap:Envelope xmlns:soap="urn:soap"><id kind="@(1 + 1)">@(context.Request.Method)</id><empty /></soap:Envelope>';
    expect((await sent(`<set-body>${xml}</set-body>`))?.replace(/\s*\n\s*/g, '')).toBe(
      '<soap:Envelope xmlns:soap="urn:soap"><id kind="2">POST</id><empty /></soap:Envelope>',
    );
  });

  test.each(['none', undefined])('template %s is a text', async (template) => {
    const attribute = template === undefined ? '' : ` template="${template}"`;
    expect(await sent(`<set-body${attribute}>{{ body.a }}@(1)<!-- a comment --></set-body>`)).toBe('{{ body.a }}1');
  });
});

describe('Liquid', () => {
  test.each([
    ['{{body.order.id}}', '7'],
    ['{% for item in body.items %}{{ item.name | Upcase }};{% endfor %}', 'A;B;'],
    ['{% if body.missing %}a{% else %}b{% endif %}', 'b'],
    ['[{% JSONArrayFor item in body.items -%} "{{ item.name }}"{% endJSONArrayFor -%} ]', '["a","b"]'],
    ['[{% JSONArrayFor item in body.none -%} "{{ item.name }}"{% endJSONArrayFor -%} ]', '[]'],
    ['{{ body.order.at | Date: "yyyy-MM-dd" }}', '2026-01-31'],
    ['{{ "a-b" | Split: "-" | Join: "+" | Append: "!" | Size }}', '4'],
    [
      '{{context.Request.Method}} {{context.Request.MatchedParameters["id"]}} {{context.Request.Headers.x-a}}',
      'POST 7 ',
    ],
    ['{{context.Request.OriginalUrl.Host}}{{context.Request.Url.Path}}', 'apim.azure-api.net/7'],
    ['{{context.Variables["name"]}} {{context.Variables.object}}', 'Ada {"a": 1}'],
    ['<order><id>{{body.order.id}}</id></order>', '<order><id>7</id></order>'],
    ['{"text": "@(1)"}', '{"text": "@(1)"}'],
  ])('%s', async (template, expected) => {
    const body = JSON.stringify({
      order: { id: 7, at: '2026-01-31T10:00:00Z' },
      items: [{ name: 'a' }, { name: 'b' }],
    });
    const variables =
      '<set-variable name="name" value="Ada" /><set-variable name="object" value="@(JObject.Parse("{\\"a\\":1}"))" />';
    expect((await sent(liquid(template), body, variables))?.replace(/\s*\n\s*/g, '')).toBe(expected);
  });

  test('reads the response in outbound', async () => {
    const outbound = liquid('{{body.a}} {{context.Response.StatusCode}}');
    const { body } = await through({ inbound: TO_POOL, outbound }, {}, { scripts: { local: [{ body: '{"a":1}' }] } });
    expect(body).toBe('1 200');
  });

  test('of a message without JSON has an empty body', async () => {
    expect(await sent(liquid('[{{body.a}}]'), 'plain text')).toBe('[]');
    expect(await sent(liquid('[{{body.a}}]'), '')).toBe('[]');
    await expect(sent(liquid('{{body.a}}'), '<a />')).rejects.toThrow(
      'azurerm_api_management_api_policy.orders: <set-body>: XML as the body of a Liquid template is not simulated',
    );
  });

  test.each([
    ['{{ body.a | upcase }}', null],
    ['{{ body.a | Frobnicate }}', 'its Liquid template is not valid: undefined filter: Frobnicate'],
    ['{% if %}', 'its Liquid template is not valid'],
    ['{{ context.Request.Nothing }}', 'the variable context.Request.Nothing of the Liquid template is not simulated'],
    ['{{ context.User.Id }}', 'the variable context.User.Id of the Liquid template is not simulated'],
    ['{{ other }}', 'the variable other of the Liquid template is not simulated'],
    ['{% include "/etc/passwd" %}', 'its Liquid template'],
  ])('%s is refused: %s', async (template, fault) => {
    const run = sent(liquid(template));
    if (fault === null) await expect(run).resolves.toBe('');
    else await expect(run).rejects.toThrow(fault);
  });

  test.each([
    ['{% for i in (1..1000000000) %}{% endfor %}'],
    ['{% for i in (1..1000) %}{% for j in (1..1000) %}{% for k in (1..1000) %}x{% endfor %}{% endfor %}{% endfor %}'],
    ['{% assign a = "xxxxxxxx" %}{% for i in (1..60) %}{% assign a = a | Append: a %}{% endfor %}{{ a }}'],
  ])('%s ends', async (template) => {
    await expect(sent(liquid(template))).rejects.toThrow(/POST \/orders\/7 of API 'orders' takes more than/);
  });

  test('writes any text of a body as it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await sent(liquid('{{ body.text }}'), JSON.stringify({ text }))).toBe(text);
      }),
      { numRuns: 20 },
    );
  });
});

describe('xml-to-json', () => {
  const convert = (attributes: string): string => `<xml-to-json kind="direct" ${attributes} />`;
  const XML = { headers: { 'Content-Type': 'application/xml', Accept: 'application/json' }, body: '<a />' };

  test.each([
    ['apply="always" consider-accept-header="false"', { body: '{}' }],
    ['apply="always"', { ...XML, headers: { 'Content-Type': 'application/xml' } }],
    ['apply="content-type-xml"', { ...XML, headers: { 'Content-Type': 'text/plain', Accept: 'application/json' } }],
  ])('%s leaves what it does not convert', async (attributes, request) => {
    const { received } = await through({ inbound: `${TO_POOL}${convert(attributes)}` }, request);
    expect(received[0].body).toBe(request.body);
  });

  test.each(['apply="always"', 'apply="content-type-xml"', 'apply="always" consider-accept-header="false"'])(
    '%s refuses to convert',
    async (attributes) => {
      await expect(through({ inbound: `${TO_POOL}${convert(attributes)}` }, XML)).rejects.toThrow(
        '<xml-to-json>: the conversion of an XML body is not simulated',
      );
    },
  );
});

describe('json-to-xml', () => {
  const convert = (attributes: string): string => `${TO_POOL}<json-to-xml ${attributes} />`;
  const JSON_BODY = { headers: { ...JSON_TYPE, Accept: 'text/xml' }, body: '{"a":1}' };

  test.each([
    ['apply="always" consider-accept-header="false"', { body: 'plain text' }],
    ['apply="always"', { ...JSON_BODY, headers: JSON_TYPE }],
    ['apply="content-type-json"', { ...JSON_BODY, headers: { 'Content-Type': 'text/plain', Accept: 'text/xml' } }],
  ])('%s leaves what it does not convert', async (attributes, request) => {
    const { received } = await through({ inbound: convert(attributes) }, request);
    expect(received[0].body).toBe(request.body);
  });

  test.each(['apply="always"', 'apply="content-type-json"'])('%s refuses to convert', async (attributes) => {
    await expect(through({ inbound: convert(attributes) }, JSON_BODY)).rejects.toThrow(
      '<json-to-xml>: the conversion of a JSON body is not simulated',
    );
  });
});
