import { folder, stack } from './stack';
import { terminal } from './terminal';

const routers = Object.fromEntries(Array.from({ length: 3 }, (_, index) => [`w${index}`, { name: `w${index}` }]));
const { resource } = stack() as { resource: object };
const directory = folder({
  'x.tf.json': { resource: { ...resource, azurerm_api_management_quantum_router: routers } },
  'scenario.yaml': '{ apiManagement: apim, requests: [{ at: PT0S, method: GET, path: /orders/7 }] }',
});
const path = `${directory}/x.tf.json`;
const warning = (name: string): string =>
  `${path}: azurerm_api_management_quantum_router.${name}: azurerm_api_management_quantum_router is not supported and is passed over; nothing is known about requests that it affects`;
const WARNINGS = ['w0', 'w1', 'w2'].map(warning);

describe('what a command passes over', () => {
  test.each([
    ['check', path],
    ['prove', path],
    ['prove', path, '--against', path],
    ['simulate', path, '--scenario', `${directory}/scenario.yaml`],
  ])('is written to standard error, and does not change the exit code of %s', async (...argv) => {
    const { exitCode, stderr } = await terminal(argv);
    expect(stderr).toBe(WARNINGS.map((text) => `apim-failover: warning: ${text}\n`).join(''));
    expect(exitCode).toBe(0);
  });

  test.each(['check', 'prove'])('is in the JSON of %s', async (command) => {
    const { stdout } = await terminal([command, path, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ warnings: WARNINGS });
  });

  test('is a notification in SARIF', async () => {
    const { stdout } = await terminal(['check', path, '--format', 'sarif']);
    const toolExecutionNotifications = WARNINGS.map((text) => ({ level: 'warning', message: { text } }));
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: true, toolExecutionNotifications }] }],
    });
  });

  test('is in the comment of a pull request', async () => {
    const { stdout } = await terminal(['prove', path, '--format', 'markdown']);
    expect(stdout).toMatch(/^Warnings:$/m);
    expect(stdout.match(/router\.w\d/g)).toHaveLength(3);
  });
});
