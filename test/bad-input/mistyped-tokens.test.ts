import { TerraformVariable } from 'cdktf';
import { BackendCredentials, Duration, RetryCondition } from '../../lib';
import { api, apiManagement, backend, member, pool, refuses, stack, URL } from './constructs';

describe('the value of a variable, a token of no type that the compiler takes for any', () => {
  const value = (): never => new TerraformVariable(stack, 'variable', {}).value as never;
  const TEXT = 'a token that is not a string; use variable.stringValue, or Token.asString for other tokens';
  const NUMBER = 'a token that is not a number; use variable.numberValue, or Token.asNumber for other tokens';

  refuses([
    ['as a name', () => backend({ name: value() }), `name: ${TEXT}`],
    ['as a title', () => backend({ title: value() }), `title: ${TEXT}`],
    [
      'as a password',
      () => backend({ proxy: { url: URL, username: 'me', password: value() } }),
      `proxy.password: ${TEXT}`,
    ],
    [
      'as the value of a header',
      () => backend({ credentials: [BackendCredentials.header('x-region', value())] }),
      `credentials[0].value: ${TEXT}`,
    ],
    ['as policies', () => api({ policies: { inbound: value() } }), `policies.inbound: ${TEXT}`],
    [
      'as a retry condition',
      () => api({ retry: { condition: RetryCondition.expression(value()) } }),
      `retry.condition: ${TEXT}`,
    ],
    [
      'as a weight',
      () => pool({ apiManagement, members: [{ ...member('a'), weight: value() }] }),
      `members[0].weight: ${NUMBER}`,
    ],
    ['as a count', () => api({ retry: { count: value() } }), `retry.count: ${NUMBER}`],
    ['as a number of seconds', () => api({ forwardTimeout: Duration.seconds(value()) }), `forwardTimeout: ${NUMBER}`],
  ]);
});
