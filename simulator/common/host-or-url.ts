/** A backend that is set with base-url is identified by its host or URL; backend names do not contain these characters. */
export function isHostOrUrl(backend: string): boolean {
  return /[.:/]/.test(backend);
}
