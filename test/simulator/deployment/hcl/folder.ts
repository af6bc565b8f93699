import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { SimulationError } from '../../../../simulator/common/simulation-error';
import { type Deployment, type DeploymentInput, readDeployment } from '../../../../simulator/deployment';

/** A folder of files that a test writes and reads. */
export class Folder {
  readonly path = mkdtempSync(join(tmpdir(), 'hcl.'));

  write(files: Readonly<Record<string, string>>): this {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, name)), { recursive: true });
      writeFileSync(join(this.path, name), text);
    }
    return this;
  }

  read(input: DeploymentInput = {}, name = ''): Promise<Deployment> {
    return readDeployment(join(this.path, name), input);
  }

  /** Returns the faults, with paths relative to the folder. */
  async faults(input: DeploymentInput = {}, name = ''): Promise<readonly string[]> {
    try {
      await this.read(input, name);
    } catch (error) {
      if (error instanceof SimulationError) return error.faults.map((fault) => this.relative(fault));
      throw error;
    }
    return [];
  }

  relative(text: string): string {
    return text.replaceAll(`${this.path}/`, '').replaceAll(this.path, '.');
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}

export const SERVICE = `
resource "azurerm_api_management" "main" {
  name     = "apim"
  sku_name = "Basic_1"
}
`;

/** An API of the service. */
export const API = `
resource "azurerm_api_management_api" "orders" {
  api_management_name = azurerm_api_management.main.name
  name                = "orders"
  path                = "orders"
  revision            = "1"
}
`;

/** A backend of the service, with further arguments. */
export function backend(more: string): string {
  return `
resource "azurerm_api_management_backend" "b" {
  api_management_name = azurerm_api_management.main.name
  protocol            = "http"
  ${more}
}
`;
}

export function backendsOf({ services }: Deployment): (readonly [address: string, name: string, url: string])[] {
  return services.flatMap(({ backends }) =>
    backends.map(({ model, url }) => [model.address, model.name, url] as const),
  );
}
