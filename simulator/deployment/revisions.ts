import { nameAndRevision, revisionOf } from './apis';
import type { Declaration } from './declaration';
import { readArmId } from './resource/arm-id';

/** The revision of an API that clients reach. */
export type CurrentRevision =
  | { readonly revision: string }
  /** It cannot be determined, because several revisions are released. */
  | { readonly address: string; readonly why: string };

/** The revisions of the APIs of a service. If two APIs share name and revision, the first one is used. */
export class Revisions {
  private readonly apis = new Map<string, Map<string, Declaration>>();
  private readonly releases = new Map<string, Declaration[]>();
  private readonly canonicalNames = new Map<string, string>();

  constructor(apis: readonly Declaration[], releases: readonly Declaration[]) {
    for (const api of apis) {
      const key = keyOf(api.names[0]);
      const revisions = this.apis.get(key) ?? new Map<string, Declaration>();
      this.apis.set(key, revisions);
      const revision = revisionOf(api);
      if (!revisions.has(revision)) revisions.set(revision, api);
    }
    for (const release of releases) {
      const key = keyOf(release.names[0]);
      this.releases.set(key, [...(this.releases.get(key) ?? []), release]);
    }
  }

  /** The names of the APIs, in lower case. */
  get names(): readonly string[] {
    return [...this.apis.keys()];
  }

  /** Returns the declared revisions of an API. */
  of(name: string): ReadonlyMap<string, Declaration> {
    return this.apis.get(keyOf(name)) ?? new Map<string, Declaration>();
  }

  /**
   * Returns the released revision, or else the one that is marked as current, or else the first, which Azure makes
   * current until a release.
   */
  currentOf(name: string): CurrentRevision | undefined {
    const releases = this.releases.get(keyOf(name)) ?? [];
    const released = new Set(releases.map(releasedBy));
    const [revision] = released;
    const own = this.of(name);
    const isUncertain = (cause: string, { resource: { address } }: Declaration): CurrentRevision => ({
      address,
      why: `the current revision of API '${nameAndRevision(name)[0]}' is not known: ${cause}`,
    });
    if (
      released.size > 1 ||
      (released.size === 1 && (revision === undefined || canBeOther(revision, [...own.keys()])))
    ) {
      const isOne = released.size === 1 || released.has(undefined);
      const cause = isOne ? 'the released revision is not known' : 'several revisions are released';
      return isUncertain(cause, releases[0]);
    }
    if (revision !== undefined) return { revision };
    const declared = [...own.values()];
    const marked = declared.filter(({ properties }) => properties.value('isCurrent') === true);
    const revisions = (marked.length > 0 ? marked : declared).map(revisionOf);
    // The first revision of an API is 1.
    if (revisions.length > 1 && revisions.some(isUnknown) && !revisions.includes('1')) {
      return isUncertain('one of its revisions is not known', declared[0]);
    }
    const [first] = revisions.sort((a, b) => numberOf(a) - numberOf(b));
    return revisions.length === 0 ? undefined : { revision: first };
  }

  /** Returns the name of an API with its revision, in lower case, so that equal names mean the same revision. */
  canonical(name: string): string {
    let canonical = this.canonicalNames.get(name);
    if (canonical === undefined) {
      const [plain, given] = nameAndRevision(name);
      const current = given === undefined ? this.currentOf(name) : undefined;
      const revision = given ?? (current && 'revision' in current ? current.revision : undefined);
      canonical = revision === undefined ? keyOf(plain) : `${keyOf(plain)};rev=${revision}`;
      this.canonicalNames.set(name, canonical);
    }
    return canonical;
  }
}

/** Returns whether a revision can be one of others, but is not certain to be. */
function canBeOther(revision: string, others: readonly string[]): boolean {
  return !others.includes(revision) && [revision, ...others].some(isUnknown);
}

function isUnknown(revision: string): boolean {
  return revision.includes('${');
}

/** A revision that is not known comes last. */
function numberOf(revision: string): number {
  return isUnknown(revision) ? Infinity : Number(revision);
}

/** A release belongs to an API, or to the revision that it releases. */
function releasedBy({ names, properties, isAzapi }: Declaration): string | undefined {
  const id = isAzapi ? properties.value('apiId') : undefined;
  if (id !== undefined && typeof id !== 'string') return undefined;
  const name = id === undefined ? names[0] : readArmId(id)?.path.at(-1);
  return name === undefined ? undefined : (nameAndRevision(name)[1] ?? '1');
}

function keyOf(name: string): string {
  return nameAndRevision(name)[0].toLowerCase();
}
