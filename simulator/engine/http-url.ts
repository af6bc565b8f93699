/** Returns whether a text is an HTTP or HTTPS URL. */
export function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}

/** Returns whether a text contains a named value whose value is not known. */
export function holdsNamedValue(text: string): boolean {
  return /\{\{[^{}]*\}\}/.test(text);
}

/** Splits a path that can have a query and can lack its first slash. */
export function splitPath(given: string): [path: string, query: string] {
  const whole = given.startsWith('/') ? given : `/${given}`;
  const mark = whole.indexOf('?');
  return mark < 0 ? [whole, ''] : [whole.slice(0, mark), whole.slice(mark)];
}
