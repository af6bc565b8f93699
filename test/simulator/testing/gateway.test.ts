import { TerraformStack, Testing } from 'cdktf';
import { CircuitBreakerBackend, Duration, FailoverApi, PriorityPool } from '../../../lib';
import { Gateway } from '../../../simulator';
import '../../../simulator/testing/jest';
import { newService, newStack, OPERATION } from '../../support/stack';

/** Two regions behind one API, as a user writes it. */
function ordersStack(): TerraformStack {
  const stack = newStack();
  const apiManagement = newService(stack, 'apim-primary');
  const backend = (name: string): CircuitBreakerBackend =>
    new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` });
  const pool = new PriorityPool(stack, 'Pool', {
    apiManagement,
    name: 'orders',
    members: [
      { backend: backend('orders-local'), priority: 1 },
      { backend: backend('orders-remote'), priority: 2 },
    ],
  });
  new FailoverApi(stack, 'Api', { apiManagement, pool, name: 'orders', path: 'orders', operations: [OPERATION] });
  return stack;
}

async function ordersGateway(): Promise<Gateway> {
  return Gateway.fromTerraform(Testing.synth(ordersStack()), { apiManagement: 'apim-primary' });
}

const REQUEST = { method: 'POST', path: '/orders/', body: '{}' };

test('the three cases of a failover', async () => {
  const gateway = await ordersGateway();
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-local', { attempts: 1 });

  gateway.backend('orders-local').respondsWith(503);
  expect(await gateway.send(REQUEST)).toHaveFailedOverTo('orders-remote', { attempts: 4 });
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-remote', { attempts: 1 });

  gateway.clock.advance(Duration.seconds(31));
  expect(await gateway.send(REQUEST)).toHaveFailedOverTo('orders-remote', { attempts: 4 });

  gateway.clock.advance(31);
  gateway.backend('orders-local').respondsWith(200);
  expect(await gateway.send(REQUEST)).toHaveBeenAnsweredBy('orders-local', { attempts: 1 });
});
