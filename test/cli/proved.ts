import { join } from 'node:path';
import { folder, stack } from './stack';

/** A policy that never leaves the first backend where Azure chooses a member only with set-backend-service. */
function chosenOnce(): object {
  const text = JSON.stringify(stack());
  const choose = '      <set-backend-service backend-id=\\"pool\\" />\\n';
  return JSON.parse(text.replace(choose, '').replace('<inbound>', '<inbound>')) as object;
}

const refusing = JSON.parse(
  JSON.stringify(stack()).replace(
    '<inbound>',
    '<inbound><return-response><set-status code=\\"401\\" /></return-response>',
  ),
) as object;

const unsupported = (retries?: number): object => {
  const text = JSON.stringify(stack(retries));
  const { resource } = JSON.parse(text) as { resource: Record<string, Record<string, object>> };
  const other = JSON.parse(JSON.stringify(resource).replace(/"orders"/g, '"other"')) as typeof resource;
  for (const [type, table] of Object.entries(other)) {
    if (!type.startsWith('azurerm_api_management_api')) continue;
    for (const [name, value] of Object.entries(table)) resource[type][`Other${name}`] = value;
  }
  return JSON.parse(
    JSON.stringify({ resource }).replace(/(OtherPolicy".*?<inbound>)/, '$1<xsl-transform />'),
  ) as object;
};

/** Names that a terminal would act on, or that would be markup. */
export const HOSTILE = 'func\u001b[31m\u009b|<b>\u202e';
const hostile = (retries?: number): string =>
  JSON.stringify(stack(retries)).replace(/func-primary/g, JSON.stringify(HOSTILE).slice(1, -1));

function withoutApis(): object {
  const { resource } = stack() as { resource: Record<string, object> };
  const kept = Object.entries(resource).filter(([type]) => !type.startsWith('azurerm_api_management_api'));
  return { resource: Object.fromEntries(kept) };
}

export const directory = folder({
  'good.tf.json': stack(),
  'short.tf.json': stack(3),
  'bad.tf.json': stack(2),
  'once.tf.json': chosenOnce(),
  'refusing.tf.json': refusing,
  'requests.yaml': '- { method: GET, path: /orders/7 }\n',
  'regions.yaml':
    '- { method: GET, path: /orders/7, region: Sweden Central }\n- { method: GET, path: /orders/7, region: nope }\n',
  'looked-up.tf.json': JSON.stringify(stack()).replace('"location":"swedencentral",', ''),
  'nowhere.yaml': 'method: GET\n',
  'faulty.yaml': '- { method: GET }\n',
  'timed.yaml': '- { method: GET, path: /orders/7 }\n- { at: PT5S, times: 3, method: GET, path: /orders/7 }\n',
  'deep.yaml': `[{"method":"POST","path":"/orders/","body":${'['.repeat(99_999)}${']'.repeat(99_999)}}]`,
  'empty.tf.json': '{}',
  'part.tf.json': unsupported(),
  'bad-part.tf.json': unsupported(2),
  'hostile.tf.json': hostile(),
  'bad-hostile.tf.json': hostile(2),
  'strays.yaml':
    '- { method: PUT, path: /orders/7 }\n- { method: GET, path: /orders/7 }\n- { method: GET, path: /no?code=secret }\n',
  'no-api.tf.json': withoutApis(),
  'alone.tf.json': JSON.stringify(stack()).replace(/,\{"id":"[^"]*func-secondary","priority":2\}/, ''),
});
export const file = (name: string): string => join(directory, name);
