import { Aspects, TerraformResource, TerraformStack } from 'cdktf';
import { serviceIdParts } from './arm-id';
import { lateText } from './late';
import { couldBeSame } from './named-backends';
import { holdsToken } from './terraform-text';

/**
 * Makes a resource depend on the named values of its stack that its texts name, `{{name}}`: Terraform then creates them
 * first. Azure refuses to delete a named value that is in use, so Terraform deletes them only after the update that no
 * longer names them. They are searched at synth, because the caller may declare them after the resource.
 */
export function dependOnNamedValues(
  resource: TerraformResource,
  apiManagementName: string,
  textsOf: () => readonly string[],
): void {
  const found = new Set<TerraformResource>();
  Aspects.of(resource).add({
    visit: () => {
      const names = namesIn(textsOf());
      if (names.size === 0) return;
      for (const namedValue of namedValuesOf(resource.cdktfStack, apiManagementName, names)) {
        if (found.has(namedValue)) continue;
        found.add(namedValue);
        deleteLate(namedValue);
        (resource.dependsOn ??= []).push(lateText(() => addressOf(namedValue)));
      }
    },
  });
}

/** Returns whether a text may name a named value. */
export function mayNameValues(text: string): boolean {
  return text.includes('{{');
}

function namesIn(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map(([, name]) => name)));
}

/** Returns the named values of the service that a stack declares, with azurerm or azapi. */
function namedValuesOf(stack: TerraformStack, service: string, names: ReadonlySet<string>): TerraformResource[] {
  return stack.node.findAll().flatMap((node) => {
    if (!TerraformResource.isTerraformResource(node) || node.cdktfStack !== stack) return [];
    const { displayName, owner } = read(node) ?? {};
    const isNamed = typeof displayName === 'string' && names.has(displayName);
    return isNamed && typeof owner === 'string' && couldBeSame(owner, service) ? [node] : [];
  });
}

interface NamedValue {
  readonly displayName: unknown;
  /** The name of the service. */
  readonly owner: unknown;
}

/** Reads the arguments of any binding's class, because the caller may have generated another one. */
function read(resource: TerraformResource): NamedValue | undefined {
  const { terraformResourceType } = resource;
  const given = resource as unknown as Readonly<Record<string, unknown>>;
  if (terraformResourceType === 'azurerm_api_management_named_value') {
    return { displayName: given.displayNameInput, owner: given.apiManagementNameInput };
  }
  if (terraformResourceType !== 'azapi_resource' || !NAMED_VALUE_TYPE.test(String(given.typeInput))) return undefined;
  const { bodyInput, nameInput, parentIdInput } = given;
  const { properties } = (bodyInput ?? {}) as { readonly properties?: { readonly displayName?: unknown } };
  return { displayName: properties?.displayName ?? nameInput, owner: serviceIn(parentIdInput) };
}

const NAMED_VALUE_TYPE = /^Microsoft\.ApiManagement\/service\/namedValues@/i;

/** Returns the name of the service, or the token that stands for it. */
function serviceIn(parentId: unknown): unknown {
  return typeof parentId === 'string' && !holdsToken(parentId) ? serviceIdParts(parentId).serviceName : parentId;
}

/** Terraform stores the setting in the state, so it also applies when the resource is removed from the program. */
function deleteLate(namedValue: TerraformResource): void {
  const { lifecycle } = namedValue;
  if (lifecycle?.createBeforeDestroy === undefined) namedValue.lifecycle = { ...lifecycle, createBeforeDestroy: true };
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
