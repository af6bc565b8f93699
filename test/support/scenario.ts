import { TerraformStack } from 'cdktf';
import { CircuitBreakerBackend, CircuitBreakerRule, FailoverApi, FailoverApiProps, PriorityPool } from '../../lib';
import { newService, newStack, OPERATION } from './stack';

/** One API whose pool has two backends, one behind the other; the others are in no pool. */
export function scenario(
  circuitBreaker: CircuitBreakerRule | undefined,
  api: Partial<FailoverApiProps> = {},
  others: readonly string[] = [],
): { stack: TerraformStack; pool: PriorityPool } {
  const stack = newStack();
  const apiManagement = newService(stack);
  const backend = (name: string): CircuitBreakerBackend =>
    new CircuitBreakerBackend(stack, name, {
      apiManagement,
      name,
      url: `https://${name}.azurewebsites.net`,
      circuitBreaker,
    });
  others.forEach(backend);
  const members = ['func-primary', 'func-secondary'].map((name, index) => ({
    backend: backend(name),
    priority: index + 1,
  }));
  const pool = new PriorityPool(stack, 'Pool', { apiManagement, name: 'load-balanced-pool', members });
  new FailoverApi(stack, 'Api', {
    apiManagement,
    pool,
    name: 'resilient-api',
    path: 'resilient-api',
    operations: [OPERATION],
    ...api,
  });
  return { stack, pool };
}
