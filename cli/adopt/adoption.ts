import { containsHidden, withoutHidden } from '../../lib/messages';
import { SimulationError } from '../../simulator/common/simulation-error';
import type { DeploymentInput, SourceFile } from '../../simulator/deployment';
import { AdoptedService } from './adopted-service';
import { writeApis } from './apis';
import { writeBackends } from './backends';
import { string } from './code';
import { canAffectRequests, type Input, inputFrom, isOfApiManagement, type ServiceInput } from './input';
import { writeScopes, writeShared } from './kept';
import { writePools } from './pools';
import { type Framework, Program } from './program';
import { projectFiles } from './project';
import { Report } from './report';

/** The project that adopts a deployment. */
export interface Adoption {
  /** The texts of the files, by path. */
  readonly files: ReadonlyMap<string, string>;
  readonly report: Report;
  readonly warnings: readonly string[];
}

/**
 * Writes a project that declares what the sources declare.
 *
 * @param name the name of the project
 * @throws SimulationError that lists every fault of the sources.
 */
export async function adoptionOf(
  sources: readonly SourceFile[],
  given: DeploymentInput,
  name: string,
  framework: Framework,
): Promise<Adoption> {
  const input = await inputFrom(sources, given);
  const report = new Report(framework);
  const program = new Program(framework, report);
  let subscription: string | undefined;
  const subscriptionConstant = (): string => {
    if (subscription !== undefined) return subscription;
    subscription = program.constant('SUBSCRIPTION_ID', string('00000000-0000-0000-0000-000000000000'));
    report.addToFillIn(subscription, 'the subscription of the services');
    return subscription;
  };
  for (const each of input.services) {
    if (reportUnhandled(each, report)) continue;
    const service = new AdoptedService(input, each, program, report, subscriptionConstant);
    writeShared(service);
    writeBackends(service);
    writePools(service);
    writeApis(service);
    writeScopes(service);
    for (const { resource } of service.of('')) {
      report.addLeftOut(resource.address, 'the service stays where it is; the program refers to it by its ID', false);
    }
  }
  const subscriptions = new Set(input.services.flatMap(({ place }) => place.subscriptionId ?? []));
  if (subscriptions.size > 1) report.addToFillIn('azurermProvider', SEVERAL_SUBSCRIPTIONS);
  reportOthers(input, report);
  const policies = [...program.policies].map(([file, text]): [string, string] => [`policies/${file}`, text]);
  const { warnings } = input;
  const written = [['main.ts', program.text(name)] as const, ...policies];
  refuseSensitive(written);
  return { warnings, report, files: new Map([...projectFiles(name, framework), ...written]) };
}

/**
 * Refuses a program that contains the value of a sensitive variable, for example as the path of an API.
 *
 * @throws SimulationError that shows each such line without the value.
 */
function refuseSensitive(files: readonly (readonly [name: string, text: string])[]): void {
  const faults = files.flatMap(([file, text]) => {
    if (!containsHidden(text)) return [];
    const lines = text.split('\n').filter(containsHidden);
    const shown = lines.length > 0 ? lines.map((line) => withoutHidden(line.trim())) : ['on several lines'];
    return shown.map((line) => `${file} would contain the value of a sensitive variable: ${line}`);
  });
  if (faults.length > 0) throw new SimulationError(faults);
}

const SEVERAL_SUBSCRIPTIONS =
  'the services are in several subscriptions; pass a provider for each to ApiManagement.fromAttributes';

/** The kinds of resources that a program can declare. */
const WRITTEN: ReadonlySet<string> = new Set([
  ...['', 'backends', 'namedValues', 'policyFragments', 'apiVersionSets', 'apis', 'apis/policies', 'apis/operations'],
  ...['apis/operations/policies', 'products', 'products/apis', 'products/policies', 'policies'],
]);

/** Reports what no program can declare. Returns whether that is the whole service, because it is a workspace. */
function reportUnhandled({ service, declarations }: ServiceInput, report: Report): boolean {
  const isWorkspace = service.name.includes('/');
  for (const { resource, kind, isUpdate } of declarations) {
    if (resource.mode !== 'managed') continue;
    if (isWorkspace)
      report.addLeftOut(resource.address, 'it belongs to a workspace, which constructs do not support', true);
    else if (isUpdate)
      report.addLeftOut(resource.address, 'it updates a resource that is not in the given files', true);
    else if (!WRITTEN.has(kind)) report.addLeftOut(resource.address, `no construct is for ${kind}`, true);
  }
  return isWorkspace;
}

function reportOthers({ others, updates, services }: Input, report: Report): void {
  const reported = new Set(
    services.flatMap(({ declarations }) => declarations.map(({ resource }) => resource.address)),
  );
  for (const { resource } of updates) {
    if (!reported.has(resource.address))
      report.addWritten(resource.address, 'merged into the resource that it updates');
  }
  for (const resource of others.filter(isOfApiManagement)) {
    const affects = canAffectRequests(resource);
    report.addLeftOut(resource.address, affects ? 'it is not supported' : 'it does not affect failover', affects);
  }
  const count = others.filter((resource) => !isOfApiManagement(resource)).length;
  if (count > 0) report.addLeftOut(`${count} other resources`, 'they do not belong to API Management', false);
}
