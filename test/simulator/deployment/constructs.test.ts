import { App, Testing } from 'cdktf';
import { check, readRetryDecision } from '../../../lib/failover';
import { MainStack } from '../../../main';
import { contextOfProject, readSettings } from '../../../settings';
import { deploymentOf, failoverModelOf } from '../../../simulator/deployment';

describe('stacks made by the constructs', () => {
  test('the main stack: what is found is what the constructs find', () => {
    const app = new App({ context: contextOfProject() });
    const stack = new MainStack(app, 'main', readSettings(app.node));
    const { services } = deploymentOf([{ name: 'cdk.tf.json', json: Testing.synth(stack) }]);
    const found = check(failoverModelOf({ services }, readRetryDecision));
    expect(services.map(({ name }) => name)).toEqual(['apim-primary-sdc-orfff', 'apim-secondary-nwe-g5bv4']);
    expect(found.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "AF202 POST of API 'resilient-api' may be sent up to 4 times",
      "AF202 POST of API 'resilient-api' may be sent up to 4 times",
    ]);
  });
});
