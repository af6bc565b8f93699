import type { TerraformSource } from '../../simulator/deployment';
import { AdoptedService } from './adopted-service';
import { writeApis } from './apis';
import { writeBackends } from './backends';
import { string } from './code';
import { type Input, inputFrom, isOfApiManagement } from './input';
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
}

/**
 * Writes a project that declares what the sources declare.
 *
 * @param name the name of the project
 * @throws SimulationError that lists every fault of the sources.
 */
export async function adoptionOf(
  sources: readonly TerraformSource[],
  name: string,
  framework: Framework,
): Promise<Adoption> {
  const input = await inputFrom(sources);
  const report = new Report();
  const program = new Program(framework, report);
  let subscription: string | undefined;
  const subscriptionConstant = (): string => {
    if (subscription !== undefined) return subscription;
    subscription = program.constant('SUBSCRIPTION_ID', string('00000000-0000-0000-0000-000000000000'));
    report.addToFillIn(subscription, 'the subscription of the services');
    return subscription;
  };
  for (const each of input.services) {
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
  reportOthers(input, report);
  const policies = [...program.policies].map(([file, text]): [string, string] => [`policies/${file}`, text]);
  return { files: new Map([['main.ts', program.text(name)], ...projectFiles(name, framework), ...policies]), report };
}

function reportOthers({ others }: Input, report: Report): void {
  for (const resource of others.filter(isOfApiManagement)) {
    report.addLeftOut(resource.address, 'it does not affect failover', false);
  }
  const count = others.filter((resource) => !isOfApiManagement(resource)).length;
  if (count > 0) report.addLeftOut(`${count} resources`, 'they do not belong to API Management', false);
}
