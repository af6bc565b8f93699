import type { IApiManagement } from '../api-management';

/** What a service that the same program creates has in addition to its interface. */
interface CreatedService {
  readonly _name?: string;
}

/** Returns the literal name of the service, or the token that stands for it. */
export function literalServiceName(apiManagement: IApiManagement): string {
  return (apiManagement as CreatedService)._name ?? apiManagement.apiManagementName;
}
