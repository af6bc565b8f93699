/** Whether a text is a URL that requests can be sent to. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Whether a text holds a named value whose value is not known here. */
export function holdsNamedValue(text: string): boolean {
  return /\{\{[^{}]*\}\}/.test(text);
}
