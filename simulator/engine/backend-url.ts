import type { DeployedBackend } from '../deployment/deployment';

/** Returns the URL of a backend, or a placeholder if the URL is known only after deployment. */
export function urlOfBackend({ url, model }: DeployedBackend): string {
  return url === 'unknown' ? urlElsewhere(model.name) : url;
}

/** Returns a placeholder URL for a backend of which only the name is known. */
export function urlElsewhere(name: string): string {
  return `https://${name.toLowerCase().replace(/_/g, '-')}.invalid`;
}
