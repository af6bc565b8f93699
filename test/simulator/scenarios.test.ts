import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Testing } from 'cdktf';
import { addScenarioStacks } from '../../scenarios/stacks';
import { Deployment, deploymentOf } from '../../simulator/deployment';
import { serviceNamed } from '../../simulator/deployment/service-named';
import { unmetExpectations } from '../../simulator/scenario/expectations';
import { readScenario } from '../../simulator/scenario/read-scenario';
import { runScenario } from '../../simulator/scenario/run-scenario';
import { jsonOf } from './scenario/results';

const FOLDER = join(__dirname, '../../scenarios');
const FILES = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

let deployment: Deployment;

beforeAll(() => {
  deployment = deploymentOf(
    addScenarioStacks(Testing.app()).map((stack) => ({
      name: `${stack.node.id}/cdk.tf.json`,
      json: Testing.synth(stack, true),
    })),
  );
});

test.each(FILES)('%s does what it expects, and always the same', async (file) => {
  const scenario = readScenario(file, readFileSync(join(FOLDER, file), 'utf8'));
  const result = await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario);
  expect(scenario.expect.length).toBeGreaterThan(1);
  expect(unmetExpectations(scenario.expect, result.exchanges)).toEqual([]);
  expect(jsonOf(await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario))).toBe(jsonOf(result));
});

test('the article, attempt by attempt', async () => {
  const scenario = readScenario('article', readFileSync(join(FOLDER, 'article.yaml'), 'utf8'));
  const { exchanges, breakers } = await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario);
  const attempts = exchanges.map((exchange) =>
    exchange.attempts.map(({ backend, at, status, breaker }) => `${at} ${backend} ${status} ${breaker}`),
  );
  expect(attempts).toMatchInlineSnapshot(`
   [
     [
       "0 func-primary-sdc-orfff 200 closed",
     ],
     [
       "10 func-primary-sdc-orfff 503 closed",
       "10 func-primary-sdc-orfff 503 closed",
       "11 func-primary-sdc-orfff 503 open",
       "12 func-secondary-nwe-g5bv4 200 closed",
     ],
     [
       "30 func-secondary-nwe-g5bv4 200 closed",
     ],
     [
       "60 func-primary-sdc-orfff 503 closed",
       "60 func-primary-sdc-orfff 503 closed",
       "61 func-primary-sdc-orfff 503 open",
       "62 func-secondary-nwe-g5bv4 200 closed",
     ],
   ]
  `);
  expect(breakers.map(({ at, backend, state, until }) => `${at} ${backend} ${state} ${until}`)).toMatchInlineSnapshot(`
   [
     "11 func-primary-sdc-orfff open 41",
     "41 func-primary-sdc-orfff closed null",
     "61 func-primary-sdc-orfff open 91",
   ]
  `);
});

test('a scenario that is not met says so', async () => {
  const text = readFileSync(join(FOLDER, 'article.yaml'), 'utf8').replace('status: 503', 'status: 500');
  const scenario = readScenario('article', text);
  const { exchanges } = await runScenario(serviceNamed(deployment, scenario.apiManagement), scenario);
  expect(unmetExpectations(scenario.expect, exchanges)[0]).toMatch(/^request 1: status 200 expected, 500 received/);
});
