import type { IApiManagement } from '../api-management';
import type { ServiceInternals } from './internals';
import { holdsToken } from './terraform-text';

/** Returns the literal name of the service, in lower case as Azure compares it, or the token that stands for it. */
export function literalServiceName(apiManagement: IApiManagement): string {
  const { _literalName: name = apiManagement.apiManagementName } = apiManagement as ServiceInternals;
  return holdsToken(name) ? name : name.toLowerCase();
}
