import type { DeployedBackend, DeployedService } from '../deployment/deployment';

/** Returns the URL of a backend, or a placeholder if the URL is known only after deployment. */
export function urlOfBackend({ url, model }: DeployedBackend): string {
  return url === 'unknown' ? urlElsewhere(model.name) : url;
}

/** Returns a placeholder URL for a backend of which only the name is known. */
export function urlElsewhere(name: string): string {
  return `https://${hostName(name)}.invalid`;
}

/** Returns the name of a service, also for one of its workspaces. */
export function nameOfService({ name }: DeployedService): string {
  return name.split('/workspaces/')[0];
}

export function urlOfGateway(service: DeployedService): string {
  return `https://${hostName(nameOfService(service))}.azure-api.net`;
}

/** Names can have parts that are not known, such as `${var.regions["west"]}`. */
function hostName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9.-]/g, '-');
}
