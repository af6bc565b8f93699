import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { App, TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import {
  ApiManagement,
  AzapiProvider,
  CircuitBreakerBackend,
  HttpMethod,
  IApiManagement,
  PriorityPool,
} from '../../lib';
import { bothSidesOf } from './agreement';

const made = new Set<App>();

afterEach(async () => {
  const apps = [...made];
  made.clear();
  for (const app of apps) {
    const { atSynth, atCheck } = await bothSidesOf(app);
    expect(atCheck).toEqual(atSynth);
  }
});

/** For a test that changes a stack between two synths, or tells a construct what its JSON does not hold. */
export function isNotCompared(stack: TerraformStack): void {
  made.delete(App.of(stack));
}

/** A stack with both providers, as every user has it; synth and `check` must say the same of it after the test. */
export function newStack(id = 'main', app = Testing.app()): TerraformStack {
  const stack = new TerraformStack(app, id);
  made.add(app);
  new AzurermProvider(stack, 'azurerm', { features: [{}] });
  new AzapiProvider(stack, 'azapi', {});
  return stack;
}

export function newService(stack: TerraformStack, name = 'apim'): IApiManagement {
  return ApiManagement.fromLookup(stack, `Service-${name}`, { name, resourceGroupName: 'rg' });
}

/** Two backends with default breakers, one behind the other. */
export function newPool(stack: TerraformStack, apiManagement: IApiManagement): PriorityPool {
  const backend = (name: string): CircuitBreakerBackend =>
    new CircuitBreakerBackend(stack, name, { apiManagement, name, url: `https://${name}.example.com` });
  return new PriorityPool(stack, 'Pool', {
    apiManagement,
    name: 'pool',
    members: [
      { backend: backend('local'), priority: 1 },
      { backend: backend('remote'), priority: 2 },
    ],
  });
}

export const OPERATION = { operationId: 'process', method: HttpMethod.POST, urlTemplate: '/' };

/** A resource's arguments, as they are synthesized. */
export type Block = Record<string, unknown>;

interface TerraformJson {
  readonly resource?: Record<string, Record<string, Block>>;
  readonly data?: Record<string, Record<string, Block>>;
  readonly ephemeral?: Record<string, Record<string, Block>>;
  readonly output?: Record<string, Block>;
  readonly provider?: Record<string, Block[]>;
  readonly terraform?: Block;
}

/** The synthesized stack; validations run, so errors are thrown. */
export function synth(stack: TerraformStack): TerraformJson {
  return JSON.parse(Testing.synth(stack, true)) as TerraformJson;
}

/** All resources of a type, in the order of their names. */
export function resources(stack: TerraformStack, type: string): Block[] {
  return Object.values(synth(stack).resource?.[type] ?? {});
}

/** The only resource of a type. */
export function resource(stack: TerraformStack, type: string): Block {
  const all = resources(stack, type);
  if (all.length !== 1) throw new Error(`there are ${all.length} ${type}`);
  return all[0];
}

/** The text of the API's policy. */
export function apiPolicy(stack: TerraformStack): string {
  return String(resource(stack, 'azurerm_api_management_api_policy').xml_content);
}

/** What the synth has to say of each construct: `path level message`. */
export function annotations(stack: TerraformStack): string[] {
  Testing.synth(stack);
  return stack.node
    .findAll()
    .flatMap((node: IConstruct) =>
      node.node.metadata
        .filter(({ type }) => type.startsWith('@cdktf/'))
        .map(({ type, data }) => `${node.node.path} ${type.slice('@cdktf/'.length)} ${String(data)}`),
    );
}
