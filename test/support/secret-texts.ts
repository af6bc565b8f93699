export const SECRET = 'hunter2Zk3v9Q';

/** The secret as a text, and what a text may look like that holds it. */
export const TEXTS = [
  ...['', ' ', '\n', '\u0000', '\u202e', ',', '"', "'", '@(', '${', '%{', '{{', '&', '@'].map(
    (piece) => `${piece}${SECRET}`,
  ),
  ...[SECRET + '@', `${SECRET}-`, SECRET.repeat(100), `api://${SECRET}@(`, `x ${SECRET}`, `Bearer ${SECRET}`],
  `https://vault.vault.azure.net/keys/${SECRET}`,
  `Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey=${SECRET}`,
  `{"openapi": "3.0.1", "x-key": "${SECRET}", "paths": {}}\u0000`,
  ...[`@(a["${SECRET}"]`, `@(a["${SECRET}"] == "1")`, `@(context.Response.StatusCode == int.Parse("${SECRET}"))`],
  `<set-header name="x-key"><value>${SECRET}</value></set-header>`,
  `<set-header name="x-key"><value>${SECRET}</set-header>`,
  `<set-header name="x-key"><value>@("${SECRET}" + "&amp;")</value></set-header>`,
  `<set-header name="x-key"><value>@("${SECRET}"</value></set-header>`,
  `<set-variable name="key" value="${SECRET}`,
  `<authentication-basic username="me" password="a" ${SECRET} />`,
  `<authentication-basic username="me" password=${SECRET} />`,
  `<set-body>${SECRET}</set-body>${SECRET}`,
  `<!-- ${SECRET} -- --><trace />`,
];

/** URLs that hold it, and what is none. */
export const SECRET_URLS = [
  ...['https', 'http', 'ftp', 'redis'].flatMap((scheme) => [
    `${scheme}://me:${SECRET}@a.example.com`,
    `${scheme}://${SECRET}@a.example.com/api`,
  ]),
  ...[`https://me:1/${SECRET}@a`, `https://me:1?${SECRET}@a`, `https:me:${SECRET}@a`, `https:\\\\me:${SECRET}@a`],
  ...['code', 'sig', 'key', 'token', 'subscription-key', 'api-key', 'x'].map(
    (name) => `https://a.example.com/api?v=1&${name}=${SECRET} `,
  ),
  ...[`https://a.example.com?${SECRET}{`, `https://a.example.com#${SECRET}{`, `https://a.example.com/;key=${SECRET} `],
];
