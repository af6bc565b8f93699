import { Block, shown } from '../terraform-json';
import { Entity } from './entity';

/** Several API Management services, and what they refuse. */
export class Services {
  /** By service and path. */
  private readonly entities: Map<string, Entity>;

  /** @param elsewhere what other stacks deploy: `apim/backends/x`, `apim/namedvalues/y` */
  constructor(
    private readonly elsewhere: ReadonlySet<string> = new Set(),
    entities: ReadonlyMap<string, Entity> = new Map(),
  ) {
    this.entities = new Map(entities);
  }

  copy(): Services {
    return new Services(this.elsewhere, this.entities);
  }

  /** Returns the contents of the services in a form that can be compared. */
  contents(): Record<string, Block> {
    const sorted = [...this.entities].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([key, { arguments: args }]) => [key, args]));
  }

  /**
   * Creates an entity as Terraform's providers do: they refuse it if it exists.
   * @returns why it is refused
   */
  create(entity: Entity): string | undefined {
    if (this.entities.has(keyOf(entity))) return 'already exists, and would have to be imported';
    return this.put(entity);
  }

  /** Updates an entity, or creates it if it is gone. */
  put(entity: Entity): string | undefined {
    const refusal = this.missing(entity) ?? this.clash(entity);
    if (refusal !== undefined) return refusal;
    const before = this.entities.get(keyOf(entity));
    this.entities.set(keyOf(entity), entity);
    if (entity.imported && JSON.stringify(before?.imported) !== JSON.stringify(entity.imported)) {
      this.importOperations(entity, entity.imported);
    }
    return undefined;
  }

  /** Deletes an entity and what belongs to it. What is gone already is not refused. */
  delete(entity: Entity): string | undefined {
    if (!this.entities.has(keyOf(entity))) return undefined;
    const user = this.of(entity).find((each) => uses(each, this.entities.get(keyOf(entity)) ?? entity));
    if (user) return `cannot be deleted: it is used by ${user.path}`;
    this.entities.delete(keyOf(entity));
    this.deleteBelow(entity, childrenOf(entity));
    return undefined;
  }

  private deleteBelow(entity: Entity, prefix: string): void {
    for (const each of this.of(entity)) {
      if (each.path.startsWith(prefix)) this.entities.delete(keyOf(each));
    }
  }

  /** An imported document replaces the operations of the API. Those with an unchanged ID keep their policies. */
  private importOperations(api: Entity, imported: readonly Entity[]): void {
    const prefix = `${childrenOf(api)}operations/`;
    for (const each of this.of(api)) {
      const isKept = imported.some(({ path }) => each.path === path || each.path.startsWith(`${path}/`));
      if (each.path.startsWith(prefix) && !isKept) this.entities.delete(keyOf(each));
    }
    imported.forEach((each) => this.entities.set(keyOf(each), each));
  }

  private missing(entity: Entity): string | undefined {
    const { kind, service, path, backends, namedValues } = entity;
    const isThere = (each: string): boolean =>
      this.entities.has(`${service}/${each}`) || this.elsewhere.has(`${service}/${each}`);
    const [api = '', operation] = path.split(/\/(?:operations|policy)\/?/);
    if (kind === 'operation' || kind.endsWith('policy')) {
      const isApi = this.of(entity).some((each) => each.kind === 'API' && each.path.startsWith(`${api};`));
      if (!isApi) return `${api} not found`;
    }
    if (kind === 'operation policy' && !isThere(path.replace(/\/policy$/, '')))
      return `operation ${operation} not found`;
    const backend = backends.find((name) => !isThere(`backends/${name}`));
    if (backend !== undefined) {
      return kind === 'pool'
        ? `Backend Entity '${backend}' not found`
        : `Backend with id '${backend}' could not be found`;
    }
    const value = namedValues.find((name) => !this.hasNamedValue(service, name));
    return value === undefined ? undefined : `Cannot find a property '${value}'`;
  }

  private hasNamedValue(service: string, displayName: string): boolean {
    if (this.elsewhere.has(`${service}/namedvalues/${displayName}`)) return true;
    return [...this.entities.values()].some(
      (each) => each.service === service && each.kind === 'named value' && displayNameOf(each) === displayName,
    );
  }

  private clash(entity: Entity): string | undefined {
    const others = this.of(entity).filter(({ kind, path }) => kind === entity.kind && path !== entity.path);
    switch (entity.kind) {
      case 'named value': {
        const same = others.find((other) => displayNameOf(other) === displayNameOf(entity));
        return same && `display name '${displayNameOf(same)}' is used by ${same.path}`;
      }
      case 'API': {
        const strangers = others.filter((other) => !isSameApi(other, entity));
        const samePath = strangers.find((other) => pathOf(other) === pathOf(entity));
        if (samePath) return `path '${pathOf(samePath)}' is used by ${samePath.path}`;
        const sameName = strangers.find((other) => displayNameOf(other) === displayNameOf(entity));
        return sameName && `display name '${displayNameOf(sameName)}' is used by ${sameName.path}`;
      }
      case 'operation': {
        const [api] = entity.path.split('/operations/');
        const same = others.find((other) => other.path.startsWith(`${api}/`) && requestOf(other) === requestOf(entity));
        return same && `an operation with '${requestOf(same)}' exists: ${same.path}`;
      }
      default:
        return undefined;
    }
  }

  /** Returns everything in the service of an entity. */
  private of({ service }: Entity): Entity[] {
    return [...this.entities.values()].filter((each) => each.service === service);
  }
}

function keyOf({ service, path }: Entity): string {
  return `${service}/${path}`;
}

/** Returns how the paths of what belongs to an entity start. */
function childrenOf({ kind, path }: Entity): string {
  return kind === 'API' ? path.replace(/;rev=.*$/, '/') : `${path}/`;
}

function uses(user: Entity, used: Entity): boolean {
  if (used.kind === 'backend' || used.kind === 'pool') return user.backends.includes(used.name.toLowerCase());
  return used.kind === 'named value' && user.namedValues.includes(displayNameOf(used));
}

function displayNameOf({ arguments: args, name }: Entity): string {
  const { properties } = (args.body ?? {}) as { properties?: Block };
  return shown(args.display_name ?? properties?.displayName ?? name).toLowerCase();
}

function pathOf({ arguments: args }: Entity): string {
  return shown(args.path ?? '').toLowerCase();
}

/** Revisions of one API share everything, and versions of one version set share the path. */
function isSameApi(a: Entity, b: Entity): boolean {
  const [apiA, apiB] = [a, b].map(({ path }) => path.split(';')[0]);
  const [setA, setB] = [a, b].map(({ arguments: { version_set_id: id } }) => id ?? undefined);
  return apiA === apiB || (setA !== undefined && setA === setB && a.arguments.version !== b.arguments.version);
}

/** Returns the method and template of an operation, without the names of parameters. */
function requestOf({ arguments: { method, url_template: template } }: Entity): string {
  return `${shown(method)} ${shown(template).replace(/\{[^}]*\}/g, '{}')}`.toLowerCase();
}
