import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { terminal } from './terminal';

// Loading the parser of HCL takes seconds on a busy machine.
jest.setTimeout(60_000);

const directory = mkdtempSync(join(tmpdir(), 'cli-hcl.'));
mkdirSync(join(directory, 'modules/apim'), { recursive: true });
writeFileSync(
  join(directory, 'main.tf'),
  `variable "services" {
  type = set(string)
}

module "apim" {
  for_each = var.services
  source   = "./modules/apim"
  name     = each.key
}
`,
);
writeFileSync(
  join(directory, 'modules/apim/main.tf'),
  `variable "name" {}

resource "azurerm_api_management" "main" {
  name     = var.name
  sku_name = "Consumption_0"
}

/* AF003: the Consumption tier has no circuit breakers
resource "azurerm_api_management_backend" "b" {
*/
resource "azurerm_api_management_backend" "b" {
  name                = "b"
  api_management_name = azurerm_api_management.main.name
  url                 = "https://b"
  protocol            = "http"
  circuit_breaker_rule {
    name          = "rule"
    trip_duration = "PT30S"
    failure_condition {
      count             = 3
      interval_duration = "PT1M"
      error_reasons     = ["Timeout"]
    }
  }
}
`,
);
const file = join(directory, 'modules/apim/main.tf');
const address = 'module.apim["apim"].azurerm_api_management_backend.b';
const given = ['check', directory, '--var', 'services=["apim"]'];

describe('findings in HCL', () => {
  test('have their file and line in text', async () => {
    const { stdout, exitCode } = await terminal(given);
    expect(stdout).toContain(`${address} (${file}:11)\n  error    AF003`);
    expect(exitCode).toBe(1);
  });

  test('have their file and line in JSON', async () => {
    const { stdout } = await terminal([...given, '--format', 'json']);
    expect((JSON.parse(stdout) as { findings: object[] }).findings).toContainEqual(
      expect.objectContaining({ code: 'AF003', resource: address, file, line: 11 }),
    );
  });

  test('have their file and line in SARIF', async () => {
    const { stdout } = await terminal([...given, '--format', 'sarif']);
    const [result] = (JSON.parse(stdout) as Log).runs[0]?.results ?? [];
    const { artifactLocation, region } = result?.locations?.[0]?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toMatch(/modules\/apim\/main\.tf$/);
    expect(region?.startLine).toBe(11);
  });

  test('a value that is missing is one fault, with its line', async () => {
    const { stderr, exitCode } = await terminal(['check', directory]);
    expect(stderr).toBe(
      `apim-failover: ${directory}/main.tf:6: module.apim: for_each is not known: var.services has no value; set it with --var services=VALUE\n`,
    );
    expect(exitCode).toBe(2);
  });
});
