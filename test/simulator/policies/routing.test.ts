import { SimulationError } from '../../../simulator';
import { PolicyGateway, through, TO_POOL } from './policy-gateway';

describe('scopes', () => {
  test('<base /> takes in the broader scopes, in their order; what leaves it out drops them', async () => {
    const mark = (scope: string): { inbound: string } => ({
      inbound: `<base /><set-header name="x-${scope}"><value>${scope}</value></set-header><trace source="t"><message>${scope}</message></trace>`,
    });
    const scopes = { service: { ...mark('service'), backend: '<forward-request />' }, product: mark('product') };
    const all = await PolicyGateway.with({
      ...scopes,
      api: { inbound: `${mark('api').inbound}${TO_POOL}` },
      operation: mark('operation'),
    });
    expect(all.send().records).toEqual(['service', 'product', 'api', 'operation'].map((scope) => `trace: ${scope}`));
    const dropped = await PolicyGateway.with({
      ...scopes,
      api: { inbound: `${TO_POOL}<trace source="t"><message>alone</message></trace>` },
    });
    expect(dropped.send().records).toEqual(['trace: alone']);
  });

  test('a service without a policy forwards by default; an operation of its own policy does not touch another', async () => {
    const gateway = await PolicyGateway.with({
      api: { inbound: TO_POOL },
      operation: { inbound: '<base /><return-response><set-status code="204" reason="Nothing" /></return-response>' },
    });
    expect(gateway.send({ method: 'POST' })).toMatchObject({ status: 204, reason: 'Nothing', attempts: [] });
    expect(gateway.send({ method: 'GET' })).toMatchObject({ status: 200, attempts: ['local 200 at 0'] });
  });

  test('fragments stand where they are included', async () => {
    const gateway = await PolicyGateway.with({
      api: { inbound: '<include-fragment fragment-id="route" />' },
      fragments: {
        route: '<include-fragment fragment-id="inner" /><set-variable name="a" value="b" />',
        inner: TO_POOL,
      },
    });
    const { variables, attempts } = gateway.send();
    expect([variables.get('a'), attempts]).toEqual(['b', ['local 200 at 0']]);
  });
});

describe('rewrite-uri', () => {
  test.each([
    ['api/process', '/orders/7?a=1', '/base/api/process?a=1&code=abc'],
    ['/items/{id}?kind=x', '/orders/a%20b?a=1', '/base/items/a%20b?kind=x&a=1&code=abc'],
    ['@("/by/" + context.Request.MatchedParameters["id"])', '/orders/7', '/base/by/7?code=abc'],
  ])('%s', async (template, path, expected) => {
    const inbound = `${TO_POOL}<rewrite-uri template='${template}' />`;
    const { received } = await through({ inbound }, { path });
    expect(received[0].url).toBe(`https://local.example.com${expected}`);
  });

  test('parameters that the template does not name can be left out', async () => {
    const inbound = `${TO_POOL}<rewrite-uri template="/x?k=1" copy-unmatched-params="false" />`;
    const { received } = await through({ inbound }, { path: '/orders/7?a=1' });
    expect(received[0].url).toBe('https://local.example.com/base/x?k=1&code=abc');
  });
});

describe('what is not found', () => {
  test('an API or an operation that is not there is 404; the API says so in on-error', async () => {
    const onError =
      '<set-header name="x-why"><value>@(context.LastError.Source + " " + context.LastError.Reason)</value></set-header>';
    const gateway = await PolicyGateway.with({ api: { inbound: TO_POOL, onError } });
    const body = '{"statusCode":404,"message":"Resource not found"}';
    expect(gateway.send({ path: '/nowhere' })).toMatchObject({ status: 404, body, attempts: [] });
    expect(gateway.send({ path: '/orders/1/2' })).toMatchObject({
      status: 404,
      headers: { 'x-why': 'configuration OperationNotFound' },
    });
  });

  test('a policy that is not simulated is an error with its place, unless it is ignored', async () => {
    const sections = { inbound: `${TO_POOL}\n<cache-value key="k"><inner /></cache-value>` };
    await expect(through(sections)).rejects.toThrow(
      'azurerm_api_management_api_policy.orders, line 2, column 1: <cache-value>: this policy is not simulated: ' +
        'it refreshes values in the background; skip it with ignorePolicies in a scenario, or with --ignore-policy of prove or serve',
    );
    expect((await through(sections, {}, { ignorePolicies: ['cache-value'] })).status).toBe(200);
  });

  test('so is a value that only the gateway knows, with the place of the expression in the document', async () => {
    const expression = '@(context.Deployment.Certificates[&quot;a&quot;].Thumbprint)';
    const sections = { inbound: `${TO_POOL}\n<set-variable name="t" value="${expression}" />` };
    await expect(through(sections)).rejects.toThrow(
      'azurerm_api_management_api_policy.orders, line 2, column 33: <set-variable>: ' +
        'certificates are known only to the gateway: context.Deployment.Certificates["..."].Thumbprint',
    );
  });

  test('so is an attribute that would change what a policy does, and an expression that cannot be evaluated', async () => {
    const sections = { inbound: '<set-backend-service sf-resolve-condition="x" backend-id="@(context.Foo)" />' };
    const error = await through(sections).catch((thrown: unknown) => thrown as SimulationError);
    expect((error as SimulationError).faults).toEqual([
      expect.stringMatching(
        /line 1, column \d+: <set-backend-service>: its attribute sf-resolve-condition is not simulated/,
      ),
      expect.stringMatching(/line 1, column \d+: <set-backend-service>: .*Foo/),
    ]);
  });
});
