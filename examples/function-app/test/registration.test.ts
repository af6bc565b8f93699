import { app, HttpHandler, HttpRequest, HttpResponse, InvocationContext } from '@azure/functions';

const env = { ...process.env };
const register = jest.spyOn(app, 'http').mockImplementation();
let handler: HttpHandler;

beforeAll(async () => {
  await import('../src/functions/process-request');
  handler = register.mock.calls[0][1].handler;
});

beforeEach(() => {
  Object.assign(process.env, { WEBSITE_SITE_NAME: 'func-primary', REGION_NAME: 'Sweden Central' });
});

afterAll(() => {
  process.env = env;
});

async function invoke(body: string): Promise<HttpResponse> {
  const request = new HttpRequest({ method: 'POST', url: 'http://localhost/api', body: { string: body } });
  // The class that the library answers the host with: it refuses what HTTP forbids.
  return new HttpResponse(await handler(request, new InvocationContext()));
}

test('one function is registered, with the route and the key that API Management uses', () => {
  expect(register.mock.calls).toEqual([
    ['ProcessRequestFunction', { methods: ['POST'], authLevel: 'function', route: 'ProcessRequestFunction', handler }],
  ]);
});

test('it answers for the site and the region that Azure names', async () => {
  const response = await invoke('[{"functionApp":"func-primary","respondsWithResultCode":503}]');
  expect(response.status).toBe(503);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.json()).toEqual({ functionAppName: 'func-primary', region: 'Sweden Central' });
});

test('a status without a body is a response that Azure accepts', async () => {
  const response = await invoke('[{"functionApp":"func-primary","respondsWithResultCode":204}]');
  expect(response.status).toBe(204);
  expect(response.body).toBeNull();
});

test('a refusal reaches the caller as text', async () => {
  const response = await invoke('');
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
  expect(await response.text()).toBe('Invalid request body');
});

test('a site without a name fails instead of answering for another', async () => {
  delete process.env.WEBSITE_SITE_NAME;
  await expect(invoke('[]')).rejects.toThrow('WEBSITE_SITE_NAME must be set');
});
