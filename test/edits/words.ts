import { Entity, entityOf } from '../support/azure-service';
import { applied, Order } from '../support/terraform';
import type { Outcome } from './apply';

/** What can happen to a part of a service. */
type Word =
  | 'changes in place'
  | 'is created'
  | 'is deleted'
  | 'is created, then the old one is deleted'
  | 'is deleted, then created'
  | 'is deleted and created in any order';

/**
 * Returns in words what a plan does: one line for each thing that happens, with the parts to which it happens.
 *
 * A part that is deleted and another of its kind that is created count as one renamed part if the service has only this
 * pair of the kind. So the words do not depend on the addresses in Terraform.
 */
export function inWords({ plan, order }: Outcome): string[] {
  const next = applied(plan);
  const created = new Map<string, Event>();
  const deleted = new Map<string, Event>();
  const summary = new Summary();
  for (const { key, kind, change } of order.steps) {
    const resource = kind === 'delete' ? change.before : next.get(change.address);
    const entity = resource && entityOf(resource.type, resource.arguments);
    if (!entity) continue;
    const { service, path } = entity;
    if (kind === 'delete') deleted.set(`${service}/${path}`, { key, entity });
    else if (change.action === 'update') summary.add('changes in place', partOf(entity), service);
    else created.set(`${service}/${path}`, { key, entity });
  }
  const addPair = (gone: Event, come: Event, part: string): void => {
    summary.add(wordFor(gone, come, order), part, come.entity.service);
    created.delete(`${come.entity.service}/${come.entity.path}`);
    deleted.delete(`${gone.entity.service}/${gone.entity.path}`);
  };
  for (const [path, come] of [...created]) {
    const gone = deleted.get(path);
    if (gone) addPair(gone, come, partOf(come.entity));
  }
  for (const come of [...created.values()]) {
    const isPeer = ({ entity }: Event): boolean => kindOf(entity) === kindOf(come.entity);
    const [gone, ...more] = [...deleted.values()].filter(isPeer);
    if (!gone || more.length > 0 || [...created.values()].filter(isPeer).length > 1) continue;
    addPair(gone, come, `${partOf(gone.entity)} to ${shortNameOf(come.entity)}`);
  }
  created.forEach(({ entity }) => summary.add('is created', partOf(entity), entity.service));
  deleted.forEach(({ entity }) => summary.add('is deleted', partOf(entity), entity.service));
  return summary.lines();
}

interface Event {
  readonly key: string;
  readonly entity: Entity;
}

/** By what happens, the parts to which it happens, and their services. */
class Summary {
  private readonly found = new Map<Word, Map<string, string[]>>();

  add(word: Word, part: string, service: string): void {
    const parts = this.found.get(word) ?? new Map<string, string[]>();
    this.found.set(word, parts);
    parts.set(part, [...(parts.get(part) ?? []), service]);
  }

  lines(): string[] {
    const lines = [...this.found].map(([word, parts]) => {
      const all = [...parts].map(
        ([part, services]) => part + (services.join() === 'apim' ? '' : ` in ${services.sort().join(' and ')}`),
      );
      return `${word}: ${all.sort().join(', ')}`;
    });
    return lines.length > 0 ? lines.sort() : ['nothing'];
  }
}

function wordFor(gone: Event, come: Event, { before }: Order): Word {
  if (before.get(come.key)?.has(gone.key)) return 'is deleted, then created';
  if (before.get(gone.key)?.has(come.key)) return 'is created, then the old one is deleted';
  return 'is deleted and created in any order';
}

function kindOf({ kind, service }: Entity): string {
  return `${service} ${kind}`;
}

/** Names a part for people: `operation process of orders`. */
function partOf(entity: Entity): string {
  const { kind, path } = entity;
  const [, api = ''] = path.split('/');
  return `${kind} ${shortNameOf(entity)}${kind.startsWith('operation') ? ` of ${api}` : ''}`;
}

function shortNameOf({ kind, path }: Entity): string {
  const [, first = '', , operation = ''] = path.split('/');
  if (kind.startsWith('operation')) return operation;
  return first.replace(/;rev=1$/, '').replace(';rev=', ' revision ');
}
