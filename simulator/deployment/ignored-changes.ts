import type { Declaration } from './declaration';
import type { ReadingFaults } from './reading-faults';

/** The attributes of policies, backends and pools that decide, with azurerm and azapi. */
const DECIDING: ReadonlySet<string> = new Set([
  ...['all', 'xml_content', 'xml_link', 'value', 'url', 'circuit_breaker_rule', 'body', 'name', 'parent_id'],
]);

/** Warns of resources whose changes Terraform ignores: what is deployed can differ from what is declared. */
export function warnOfIgnored(declarations: readonly Declaration[], faults: ReadingFaults): void {
  for (const { kind, resource } of declarations) {
    if (kind !== 'backends' && kind !== 'policyFragments' && !kind.endsWith('policies')) continue;
    const ignored = (resource.ignored ?? []).filter((name) => DECIDING.has(name.split(/[.[]/)[0] ?? ''));
    if (ignored.length === 0) continue;
    faults.warn(resource, `ignore_changes contains ${ignored.join(', ')}, so the deployed value may differ`);
  }
}
