import { declarationOf } from './declaration';
import type { Deployment } from './deployment';
import { Faults } from './faults';
import { servicesOf } from './services';
import { readSources, TerraformSource } from './sources';
import { resourcesOf } from './terraform/resources';

/**
 * Reads what will be deployed: a `cdk.tf.json`, a folder with Terraform JSON, a `cdktf.out` with all its stacks, or the
 * output of `terraform show -json` of a plan or state.
 *
 * @throws SimulationError that lists every fault.
 */
export function readDeployment(path: string): Deployment {
  return deploymentOf(readSources(path));
}

/** The same from texts: files of one folder are one stack, as for Terraform. */
export function deploymentOf(sources: readonly TerraformSource[]): Deployment {
  const faults = new Faults();
  const resources = resourcesOf(sources, faults);
  const declarations = resources.flatMap((resource) => declarationOf(resource, faults) ?? []);
  const services = servicesOf(declarations, faults);
  if (services.length === 0 && !faults.any) {
    faults.say(sources.map(({ name }) => name).join(', '), 'there is no API Management service in it');
  }
  faults.throwIfAny();
  return { services };
}
