import { Block, Json, shown } from '../terraform-json';
import { Reference, referenceOf, referencesIn } from './expression';

/** A managed resource as it is configured. */
export interface Configured {
  readonly address: string;
  readonly type: string;
  /** Without what concerns only Terraform. */
  readonly arguments: Block;
  /** `azurerm`, or `azurerm.alias`. */
  readonly provider: string;
  readonly createBeforeDestroy: boolean;
  readonly replaceTriggeredBy: readonly Reference[];
  /** The addresses that it refers to: managed resources and links. */
  readonly references: readonly string[];
}

/** Something that Terraform only reads: a link between what refers to it and what it refers to. */
export interface Link {
  readonly arguments: Block;
  readonly provider: string;
  readonly references: readonly string[];
}

export interface Move {
  readonly from: string;
  readonly to: string;
}

/** A synthesized stack, as far as it decides on the plan. `import` blocks are ignored. */
export interface Configuration {
  readonly resources: ReadonlyMap<string, Configured>;
  readonly links: ReadonlyMap<string, Link>;
  readonly moves: readonly Move[];
  /** The configured providers with their arguments: `azurerm`, `azurerm.alias`. */
  readonly providers: ReadonlyMap<string, Block>;
}

/** @param json the content of a `cdk.tf.json` */
export function readConfiguration(json: string): Configuration {
  const root = JSON.parse(json) as Record<string, Json | undefined>;
  const links = new Map<string, Link>();
  for (const kind of ['data', 'ephemeral'] as const) {
    for (const [name, type, block] of blocksOf(root[kind])) links.set(`${kind}.${type}.${name}`, linkOf(type, block));
  }
  for (const [name, value] of Object.entries((root.locals ?? {}) as Block)) {
    links.set(`local.${name}`, linkOf('local', { value }));
  }
  const resources = blocksOf(root.resource).map(([name, type, block]) => configured(`${type}.${name}`, type, block));
  return {
    resources: new Map(resources.map((resource) => [resource.address, resource])),
    links,
    moves: listOf(root.moved).map(({ from, to }) => ({ from: shown(from), to: shown(to) })),
    providers: providersOf(root.provider),
  };
}

/** Returns the managed resources that a resource depends on, also through others and through links. */
export function dependenciesOf(configuration: Configuration, address: string): ReadonlySet<string> {
  const all = closures.get(configuration) ?? new Map<string, ReadonlySet<string>>();
  closures.set(configuration, all);
  const found = all.get(address) ?? closureOf(configuration, address);
  all.set(address, found);
  return found;
}

const closures = new WeakMap<Configuration, Map<string, ReadonlySet<string>>>();

function closureOf(configuration: Configuration, address: string): Set<string> {
  const found = new Set<string>();
  const open = [address];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const reference of referencesOf(configuration, next)) {
      if (found.has(reference)) continue;
      found.add(reference);
      open.push(reference);
    }
  }
  found.delete(address);
  return new Set([...found].filter((each) => configuration.resources.has(each)));
}

/** Returns what an address refers to, among what is configured. */
export function referencesOf({ resources, links }: Configuration, address: string): string[] {
  const { references = [] } = resources.get(address) ?? links.get(address) ?? {};
  return references.filter((each) => each !== address && (resources.has(each) || links.has(each)));
}

const META = new Set(['//', 'lifecycle', 'depends_on', 'provider', 'connection', 'provisioner', 'count', 'for_each']);

function configured(address: string, type: string, block: Block): Configured {
  const lifecycle = (block.lifecycle ?? {}) as Block;
  const triggers = ((lifecycle.replace_triggered_by ?? []) as readonly string[]).map(referenceOf);
  const link = linkOf(type, block);
  return {
    ...link,
    address,
    type,
    createBeforeDestroy: lifecycle.create_before_destroy === true,
    replaceTriggeredBy: triggers,
    references: [...link.references, ...triggers.map((trigger) => trigger.address)],
  };
}

function linkOf(type: string, block: Block): Link {
  const own = Object.fromEntries(Object.entries(block).filter(([key]) => !META.has(key)));
  const dependsOn = (block.depends_on ?? []) as readonly string[];
  const references = [...referencesIn(own), ...dependsOn.map(referenceOf)].map(({ address }) => address);
  const [implied = ''] = type.split('_');
  return {
    arguments: own,
    provider: typeof block.provider === 'string' ? block.provider : implied,
    references: [...new Set(references)],
  };
}

function blocksOf(byType: Json | undefined): [name: string, type: string, block: Block][] {
  return Object.entries((byType ?? {}) as Record<string, Record<string, Block>>).flatMap(([type, byName]) =>
    Object.entries(byName).map(([name, block]): [string, string, Block] => [name, type, block]),
  );
}

function listOf(json: Json | undefined): readonly Block[] {
  if (json === undefined) return [];
  return (Array.isArray(json) ? json : [json]) as readonly Block[];
}

function providersOf(json: Json | undefined): Map<string, Block> {
  const all = Object.entries((json ?? {}) as Block).flatMap(([name, blocks]) =>
    listOf(blocks).map((block): [string, Block] => [
      typeof block.alias === 'string' ? `${name}.${block.alias}` : name,
      block,
    ]),
  );
  // The provider of `terraform_data` is a part of Terraform, and needs no configuration.
  return new Map([['terraform', {}], ...all]);
}
