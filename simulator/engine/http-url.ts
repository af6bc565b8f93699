/** Returns whether a text is an HTTP or HTTPS URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Returns whether a text contains a named value whose value is not known. */
export function holdsNamedValue(text: string): boolean {
  return /\{\{[^{}]*\}\}/.test(text);
}
