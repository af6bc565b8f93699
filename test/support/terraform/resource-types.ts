import { Block, Json, shown } from '../terraform-json';

/** Arguments that azurerm cannot change in place. */
const AZURERM_FIXED = [
  ...['name', 'api_management_name', 'resource_group_name', 'revision', 'api_name', 'operation_id', 'user_id'],
  ...['api_management_id', 'location'],
];

/** Returns whether a change of the argument replaces the resource. */
export function isFixed(type: string, argument: string, before: Json | undefined, after: Json | undefined): boolean {
  if (type === 'terraform_data') return argument === 'triggers_replace';
  if (type !== 'azapi_resource') return AZURERM_FIXED.includes(argument);
  // The version of the API after the `@` changes in place.
  if (argument === 'type') return unversioned(before) !== unversioned(after);
  return argument === 'name' || argument === 'parent_id';
}

export function unversioned(type: Json | undefined): string {
  return shown(type).split('@')[0] ?? '';
}

/** The subscription of a provider that names none. */
const DEFAULT_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000';

/** Returns the ID that Azure gives. */
export function azureId(type: string, args: Block, provider: Block = {}): string | undefined {
  if (type === 'azapi_resource') {
    const [collection = ''] = unversioned(args.type).split('/').slice(-1);
    return args.parent_id === undefined ? undefined : `${shown(args.parent_id)}/${collection}/${shown(args.name)}`;
  }
  const subscription = shown(provider.subscription_id ?? DEFAULT_SUBSCRIPTION);
  const group = `/subscriptions/${subscription}/resourceGroups/${shown(args.resource_group_name)}`;
  const service = (name: Json | undefined): string =>
    `${group}/providers/Microsoft.ApiManagement/service/${shown(name)}`;
  const own = service(args.api_management_name);
  const api = `${own}/apis/${shown(args.api_name)}`;
  switch (type) {
    case 'azurerm_api_management':
      return service(args.name);
    case 'azurerm_api_management_backend':
      return `${own}/backends/${shown(args.name)}`;
    case 'azurerm_api_management_named_value':
      return `${own}/namedValues/${shown(args.name)}`;
    case 'azurerm_api_management_api':
      return `${own}/apis/${shown(args.name)};rev=${shown(args.revision)}`;
    case 'azurerm_api_management_api_operation':
      return `${api}/operations/${shown(args.operation_id)}`;
    case 'azurerm_api_management_api_policy':
      return api;
    case 'azurerm_api_management_api_operation_policy':
      return `${api}/operations/${shown(args.operation_id)}/policies/policy`;
    default:
      return undefined;
  }
}
