// The versions of the frameworks and of their azurerm bindings, in the manifests of the constructs.

/** The manifest of a package of constructs, as far as it is about versions. */
export interface BindingsManifest {
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
}

/** The packages that are raised together, because the bindings are generated for one version of the framework. */
export const BINDINGS = ['cdktf', '@cdktf/provider-azurerm', 'cdktn', '@cdktn/provider-azurerm'] as const;

/** By name. */
export type Versions = Readonly<Record<string, string>>;

/**
 * Returns the manifest with these versions. The build uses exactly them, peer ranges allow them, and an override makes
 * bindings accept a later version of their framework.
 */
export function withVersions<M extends BindingsManifest>(manifest: M, versions: Versions): M {
  const { devDependencies, peerDependencies, overrides } = manifest;
  return {
    ...manifest,
    peerDependencies: mapped(peerDependencies, (range, name) =>
      versions[name] === undefined ? range : allowing(range, versions[name]),
    ),
    devDependencies: mapped(devDependencies, (version, name) => versions[name] ?? version),
    ...(overrides && {
      overrides: mapped(overrides, (override) =>
        typeof override === 'string' ? override : mapped(override, (version, name) => versions[name] ?? version),
      ),
    }),
  };
}

function mapped<V>(record: Readonly<Record<string, V>>, change: (value: V, name: string) => V): Record<string, V> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value, name)]));
}

/** Returns the peer range, extended up to the next incompatible version if it does not allow the version. */
function allowing(range: string, version: string): string {
  const end = endOf(range);
  return compared(version, end) < 0 ? range : `>=${lowest(range)} <${endOf(`^${version}`)}`;
}

/** Returns the lowest version of a range such as `^1.2.3` or `>=1.2.3 <3.0.0`. */
export function lowest(range: string): string {
  const version = /^(?:\^|>=)(\d+\.\d+\.\d+)(?: <\d+\.\d+\.\d+)?$/.exec(range)?.[1];
  if (version === undefined) throw new Error(`${range}: a range such as ^1.2.3 or ">=1.2.3 <3.0.0" is needed`);
  return version;
}

/** Returns the version before which a range ends. */
function endOf(range: string): string {
  const end = / <(\d+\.\d+\.\d+)$/.exec(range)?.[1];
  if (end !== undefined) return end;
  const [major, minor] = lowest(range).split('.').map(Number);
  return major > 0 ? `${major + 1}.0.0` : `0.${minor + 1}.0`;
}

function compared(a: string, b: string): number {
  const [left, right] = [a, b].map((version) => version.split('.').map(Number));
  const index = left.findIndex((part, at) => part !== right[at]);
  return index < 0 ? 0 : left[index] - right[index];
}
