import { dirname } from 'node:path';
import { checkNames, type DeclarationModel } from '../../lib/failover';
import { listed } from '../common/listing';
import { declarationOf } from './declaration';
import { declaredNames } from './declared-names';
import { declaresApiManagement } from './declares-api-management';
import type { Deployment } from './deployment';
import type { DeploymentInput } from './sources/input';
import { placesOf } from './places';
import { ReadingFaults } from './reading-faults';
import { servicesOf } from './services';
import type { SourceFile } from './source-file';
import { readSources } from './sources/sources';
import { warnOfIgnored } from './ignored-changes';
import { isAnythingKnown } from './why-unknown';
import { withUnplaced } from './unplaced';
import { withUpdates } from './updates';
import type { DeclaredResource } from './resource/resource';
import { resourcesOf } from './resources';

/**
 * Reads what will be deployed: a folder with Terraform files in HCL or JSON, a `cdktf.out` with all its stacks, the output
 * of `terraform show -json` of a plan or state, or an ARM template.
 *
 * @throws SimulationError that lists every fault.
 */
export async function readDeployment(path: string, input: DeploymentInput = {}): Promise<Deployment> {
  return deploymentOf(await readSources(path, input), 'run', input);
}

/**
 * Reads the same from texts. The files of one folder form one stack, as in Terraform.
 *
 * @param purpose to run requests, to check what is declared, or to adopt it. Two resources of a service with the same
 * name can be checked, although the behavior of a gateway is then unknown, and so can resources that affect no request.
 * What is adopted must be known.
 * @throws SimulationError that lists every fault.
 */
export function deploymentOf(
  sources: readonly SourceFile[],
  purpose: 'run' | 'check' | 'adopt' = 'run',
  { variables }: DeploymentInput = {},
): Deployment {
  const faults = new ReadingFaults();
  const resources = resourcesOf(sources, faults, variables);
  const declared = withUpdates(
    resources.flatMap((resource) => declarationOf(resource, faults) ?? []),
    faults,
  );
  warnOfIgnored(declared, faults);
  const services = servicesOf(withUnplaced(declared, faults), faults);
  const declarations = declaredNames(declared);
  if (services.length === 0 && !faults.any) {
    const isWhole = faults.warnings.length === 0 && declaresApiManagement(resources, sources);
    if (isWhole && purpose === 'check') faults.note(rootsOf(sources), NOTHING_TO_CHECK);
    else faults.say(rootsOf(sources), noService(faults.warnings));
  }
  faults.reportDoubts(() => purpose !== 'adopt' && isAnythingKnown(services));
  if (purpose !== 'check') refuseClashes(declarations, resources, faults);
  faults.throwIfAny();
  return { services, declarations, warnings: faults.warnings, places: placesOf(declared) };
}

/** The names of the files, or of the folders if there are several files. */
function rootsOf(sources: readonly SourceFile[]): string {
  const roots = sources.filter(({ role }) => role === undefined).map(({ name }) => name);
  return listed(roots.length === 1 ? roots : [...new Set(roots.map((name) => dirname(name)))]);
}

const NOTHING_TO_CHECK =
  'no resource of API Management that is deployed affects requests, so there is nothing to check';

function noService(warnings: readonly string[]): string {
  const what = 'no API Management service is declared';
  return warnings.length === 0 ? what : `${what}; passed over: ${listed(warnings)}`;
}

function refuseClashes(
  declarations: readonly DeclarationModel[],
  resources: readonly DeclaredResource[],
  faults: ReadingFaults,
): void {
  for (const { code, address, message } of checkNames(declarations)) {
    for (const resource of resources) {
      if (resource.address !== address) continue;
      const [assumed] = resource.assumed ?? [];
      const doubt = assumed ? `; its count is not known: ${assumed.why.reason}` : '';
      faults.about(resource, `${message} (${code})${doubt}`);
    }
  }
}
