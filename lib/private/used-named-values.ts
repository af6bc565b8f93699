import { Aspects, DefaultTokenResolver, StringConcat, TerraformResource, TerraformStack, Tokenization } from 'cdktf';
import { serviceIdParts } from './arm-id';
import { isInTree } from './is-in-tree';
import { lateText } from './late';
import { couldBeSame } from './named-backends';
import { holdsToken } from './terraform-text';

/** A resource whose texts may name named values. */
interface User {
  readonly resource: TerraformResource;
  readonly apiManagementName: string;
  readonly textsOf: () => readonly string[];
  /** The dependencies that the last synth added. */
  added: readonly string[];
}

const stacks = new WeakMap<TerraformStack, User[]>();

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
  usersIn(TerraformStack.of(resource)).push({ resource, apiManagementName, textsOf, added: [] });
}

/** Returns whether a text may name a named value. */
export function mayNameValues(text: string): boolean {
  return text.includes('{{');
}

/** Returns the users of a stack, which one search in each synth serves. */
function usersIn(stack: TerraformStack): User[] {
  const known = stacks.get(stack);
  if (known) return known;
  const users: User[] = [];
  stacks.set(stack, users);
  Aspects.of(stack).add({
    visit: (node) => {
      if (node === stack) connect(stack, users);
    },
  });
  return users;
}

function connect(stack: TerraformStack, users: readonly User[]): void {
  users.forEach(disconnect);
  const naming = users
    .filter(({ resource }) => isInTree(resource))
    .map((user) => ({ user, names: namesIn(user.textsOf()) }))
    .filter(({ names }) => names.size > 0);
  if (naming.length === 0) return;
  const declared = namedValuesIn(stack);
  for (const { user, names } of naming) {
    const used = [...names]
      .flatMap((name) => declared.get(name) ?? [])
      .filter(({ owner }) => couldBeSame(owner, user.apiManagementName));
    used.forEach(({ resource }) => deleteLate(resource));
    user.added = used.map(({ resource }) => lateText(() => addressOf(resource)));
    if (used.length > 0) user.resource.dependsOn = [...(user.resource.dependsOn ?? []), ...user.added];
  }
}

/** A named value may have been removed since the last synth. */
function disconnect(user: User): void {
  const { resource, added } = user;
  if (added.length === 0) return;
  const others = resource.dependsOn?.filter((address) => !added.includes(address)) ?? [];
  resource.dependsOn = others.length > 0 ? others : undefined;
  user.added = [];
}

/** Returns the names in lower case, as Azure compares them. */
function namesIn(texts: readonly string[]): Set<string> {
  const found = texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.-]+)\s*\}\}/g)].map(([, name]) => name));
  return new Set(found.map((name) => name.toLowerCase()));
}

interface NamedValue {
  readonly resource: TerraformResource;
  /** The name of the service, or the token that stands for it. */
  readonly owner: string;
}

/** Returns the named values that a stack declares, with azurerm or azapi, by their display names in lower case. */
function namedValuesIn(stack: TerraformStack): Map<string, NamedValue[]> {
  const declared = new Map<string, NamedValue[]>();
  for (const node of stack.node.findAll()) {
    if (!TerraformResource.isTerraformResource(node) || node.cdktfStack !== stack) continue;
    const { displayName, owner } = read(node) ?? {};
    if (typeof displayName !== 'string' || typeof owner !== 'string') continue;
    const name = displayName.toLowerCase();
    declared.set(name, [...(declared.get(name) ?? []), { resource: node, owner }]);
  }
  return declared;
}

/** Reads the arguments of any binding's class, because the caller may have generated another one. */
function read(resource: TerraformResource): { readonly displayName: unknown; readonly owner: unknown } | undefined {
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

/**
 * Terraform stores the setting in the state, so it also applies when the resource is removed from the program. It extends
 * the setting to everything that the resource refers to, where it can be harmful: an API, for example, cannot be created
 * before the old one is deleted.
 */
function deleteLate(namedValue: TerraformResource): void {
  const { lifecycle } = namedValue;
  if (lifecycle?.createBeforeDestroy !== undefined || refersToResources(namedValue)) return;
  namedValue.lifecycle = { ...lifecycle, createBeforeDestroy: true };
}

function refersToResources(resource: TerraformResource): boolean {
  if ((resource.dependsOn ?? []).length > 0) return true;
  const resolver = new DefaultTokenResolver(new StringConcat());
  const json = JSON.stringify(Tokenization.resolve(argumentsOf(resource), { scope: resource, resolver }));
  return [...json.matchAll(/\$\{([^}]*)\}/g)].some(([, expression]) => RESOURCE.test(expression));
}

/** Returns the arguments. `toTerraform` would fix the logical ID, which the caller may still override. */
function argumentsOf(resource: TerraformResource): object {
  return (resource as unknown as { synthesizeAttributes(): object }).synthesizeAttributes();
}

/** A reference to an attribute of a resource; those to data sources, variables and local values begin otherwise. */
const RESOURCE = /(?<![\w.-])(?!data\.|ephemeral\.|var\.|local\.|module\.)[a-z]+_\w+\.[\w-]+\.\w/;

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
