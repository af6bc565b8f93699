import { reported, retry } from './stacks';
import { FAILOVER, FORWARD, service, TWO } from './two-backends';

/** Proofs of policies that send requests to URLs of which a part is not known. */

const IS_SECOND = 'context.Variables.GetValueOrDefault&lt;int&gt;("n", 0) == 1';
/** The second attempt goes to a URL. */
const second = (url: string) => ({
  inbound: '<base /><set-backend-service backend-id="a" />',
  backend: retry(
    1,
    `<choose><when condition='@(${IS_SECOND})'><set-backend-service base-url="${url}" /></when></choose>` +
      `<set-variable name="n" value="@(1)" />${FORWARD}`,
  ),
});
const calling = (url: string) => ({
  ...FAILOVER,
  outbound: `<base /><send-request mode="new" response-variable-name="r"><set-url>${url}</set-url></send-request>`,
});

/** Returns the verdict of the failure of `a`, or why it is not proved. */
async function verdict(policy: object, url = 'https://a.example.com'): Promise<string | undefined> {
  const text = service({ ...TWO, apis: [{ name: 'orders', policy }] });
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, { name: string; url: string }>> };
  for (const backend of Object.values(resource.azurerm_api_management_backend))
    if (backend.name === 'a') backend.url = url;
  const variable = { u: {}, v: {} };
  const { guarantees, notProved } = await reported(JSON.stringify({ variable, resource }));
  return guarantees.find(({ failure }) => failure.backends.join() === 'a')?.verdict ?? notProved[0].message;
}

const isHost = (host: string): string =>
  `whether '${host}' is the host of backend 'a' is not known: their failover cannot be simulated`;

test('a URL that is not known at all is not used', async () => {
  expect(await verdict(second('${var.u}/api'))).toMatch(/: <set-backend-service>: its URL is not known: \$\{var\.u\}/);
});

test.each([
  ['a host that is not known', second('https://${var.u}/api'), 'https://a.example.com', isHost('${var.u}')],
  ['a part of a host', second('https://${var.u}.example.com'), 'https://a.example.com', isHost('${var.u}.example.com')],
  ['a host, and a backend whose host is not', second('https://z.example.com'), '${var.u}', isHost('z.example.com')],
  ['another host that is not known', second('https://${var.v}'), 'https://${var.u}', isHost('${var.v}')],
  ['a host that is called', calling('https://${var.u}/token'), 'https://a.example.com', isHost('${var.u}')],
])('%s can be that of a backend', async (_, policy, url, why) => {
  expect(await verdict(policy, url)).toBe(why);
});

test('the same host fails together with the backend, although it is not known', async () => {
  expect(await verdict(second('https://${var.u}/api'), 'https://${var.u}/other')).toBe('fails');
});

test.each([
  ['the known parts differ', second('https://${var.u}.example.org'), 'https://a.example.com'],
  ['a known host is called', calling('https://login.example.com/token'), '${var.u}'],
])('a host is not that of a backend if %s', async (_, policy, url) => {
  expect(await verdict(policy, url)).toBe('survives');
});
