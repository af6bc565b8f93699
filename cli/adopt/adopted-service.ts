import type { Finding } from '../../lib/failover';
import type { Declaration } from '../../simulator/deployment/declaration';
import type { DeclaredResource } from '../../simulator/deployment/resource/resource';
import { array, call, type Code, constant, shortObject, string, template } from './code';
import { type Input, isDeployed, type ServiceInput } from './input';
import type { Program } from './program';
import type { Report } from './report';

/** A service, and what the code of its parts shares. */
export class AdoptedService {
  /** The constant of the service. */
  readonly identifier: string;
  /** The constants of backends, by name in lower case. */
  readonly backends = new Map<string, string>();
  /** The rules of backends that are declared without a construct, by name in lower case. */
  readonly rules = new Map<string, () => Code>();
  /** The backends and pools whose settings no construct knows, by name in lower case. */
  readonly unknownToConstructs = new Set<string>();
  /** The constants of pools, by name in lower case. A pool without a construct gets one when an API uses it. */
  readonly pools = new Map<string, () => string>();
  /** The code of the names of APIs, by name in lower case. */
  readonly apis = new Map<string, Code>();
  /** What the names of ids, files, and constants begin with, if there are several services. */
  private readonly prefix: readonly string[];

  constructor(
    private readonly all: Input,
    readonly input: ServiceInput,
    readonly program: Program,
    readonly report: Report,
    /** The constant of the subscription, if the input does not contain it. */
    subscription: () => string,
  ) {
    const { name, skuName, location } = input.service;
    const { subscriptionId, resourceGroupName } = input.place;
    this.prefix = all.services.length > 1 ? [name] : [];
    this.identifier = program.identifier(name);
    program.begin(`API Management service ${name}`);
    const id = template(
      '/subscriptions/',
      subscriptionId ?? { name: subscription() },
      '/resourceGroups/',
      resourceGroupName ?? { name: this.resourceGroup() },
      `/providers/Microsoft.ApiManagement/service/${name}`,
    );
    const settings = shortObject([
      ['apiManagementId', id],
      ['location', location === undefined ? undefined : string(location)],
      ['skuName', skuName === 'unknown' ? undefined : string(skuName)],
    ]);
    const value = call(`${program.own('ApiManagement')}.fromAttributes`, ['stack', this.id(name), settings]);
    program.add(constant(this.identifier, value));
  }

  get name(): string {
    return this.input.service.name;
  }

  of(kind: string): readonly Declaration[] {
    return this.input.declarations.filter(
      (each) => each.kind === kind && each.resource.mode === 'managed' && !each.isUpdate,
    );
  }

  declared(address: string): Declaration | undefined {
    return this.input.declarations.find(({ resource }) => resource.address === address);
  }

  /** An id of a construct. */
  id(...parts: readonly string[]): Code {
    const isService = parts.length === 1 && parts[0] === this.name;
    const words = parts.filter((part, index) => part !== parts[index - 1]);
    return this.program.id(...(isService ? parts : [...this.prefix, ...words]));
  }

  constantFor(...parts: readonly string[]): string {
    return this.program.identifier(...parts);
  }

  fileParts(...parts: readonly string[]): readonly string[] {
    return [...this.prefix, ...parts];
  }

  /** Declares a variable for an argument of a resource. */
  variable(parts: readonly string[], what: string, isSecret: boolean): Code {
    return this.program.variable([...this.prefix, ...parts], what, isSecret);
  }

  /** An id in Azure, below the service. */
  armId(path: string): Code {
    return template({ name: `${this.identifier}.apiManagementId` }, path);
  }

  /** Imports a child of a construct, if it is deployed. */
  import(resource: DeclaredResource, identifier: string, child: string, id: Code): void {
    if (isDeployed(resource)) this.program.importChild(identifier, child, id);
  }

  /** Returns whether the declaration is merged with an update, so that its resource does not contain all of it. */
  isUpdated({ resource }: Declaration): boolean {
    return this.all.updated.has(resource.address);
  }

  /**
   * The acknowledgements of the errors that the input already has, without which the program cannot be synthesized.
   *
   * @param replaced the codes of findings about a policy that a document of its own replaces
   */
  acknowledgements(addresses: readonly string[], replaced: readonly string[] = []): Code | undefined {
    const found = addresses.flatMap((address) => this.all.errors.get(address) ?? []);
    const reasons = new Map([
      ...replaced.map((code): [string, string] => [code, REPLACED]),
      ...found.map(({ code, message }: Finding): [string, string] => [code, `Adopted as it was: ${message}`]),
    ]);
    const entries = [...reasons].sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) return undefined;
    return array(
      entries.map(([code, reason]) =>
        shortObject([
          ['code', string(code)],
          ['reason', string(reason)],
        ]),
      ),
    );
  }

  private resourceGroup(): string {
    const name = this.program.constant('RESOURCE_GROUP', string('fill-in'));
    this.report.addToFillIn(name, `the resource group of ${this.name}`);
    return name;
  }
}

const REPLACED = 'The policy document in policies/ replaces the policy that this finding is about';
