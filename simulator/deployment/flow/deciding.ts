import type { PolicyElement } from '../../../lib/policy';

const LIMIT = ['calls', 'renewal-period', 'counter-key', 'increment-condition', 'increment-count'];
const TOKENS = ['tokens-per-minute', 'token-quota', 'counter-key', 'estimate-prompt-tokens'];
const QUOTA = [...LIMIT, 'bandwidth', 'first-period-start'];

/** The attributes that decide where a request goes, or what the client receives. */
const DECIDING: ReadonlyMap<string, readonly string[]> = new Map([
  ['set-backend-service', ['backend-id', 'base-url']],
  ['when', ['condition']],
  ['retry', ['condition', 'count', 'interval', 'delta', 'max-interval', 'first-fast-retry']],
  [
    'forward-request',
    ['timeout', 'timeout-ms', 'buffer-request-body', 'fail-on-error-status-code', 'follow-redirects'],
  ],
  ['send-request', ['timeout', 'ignore-error']],
  ['set-status', ['code']],
  ['mock-response', ['enabled', 'status-code']],
  ['rate-limit', LIMIT],
  ['rate-limit-by-key', LIMIT],
  ['quota', QUOTA],
  ['quota-by-key', QUOTA],
  ['azure-openai-token-limit', TOKENS],
  ['llm-token-limit', TOKENS],
  ['validate-content', ['max-size']],
  // In a content-type-map.
  ['type', ['when']],
  ['limit-concurrency', ['key', 'max-count']],
  ['check-header', ['name', 'failed-check-httpcode', 'ignore-case']],
  ['include-fragment', ['fragment-id']],
  ['wait', ['for']],
]);

/** Names and addresses that are not known can still be equal to those of a declared resource, or always the same. */
const COMPARED: ReadonlySet<string> = new Set(['backend-id', 'base-url', 'fragment-id']);

/** Numbers that are not known are reported where they are read, with their names. */
const NUMBERS: ReadonlySet<string> = new Set([
  ...['count', 'interval', 'delta', 'max-interval', 'first-fast-retry'],
  ...['timeout', 'timeout-ms'],
]);

/** A text that decides. */
interface Deciding {
  /** The attribute, or the element that contains the text. */
  readonly where: string;
  readonly text: string;
  /** Whether it is a name, which decides also if it is not known. */
  readonly isCompared: boolean;
  /** Whether it is a number, or a flag beside numbers, which is reported where it is read if it is not known. */
  readonly isNumber: boolean;
}

/** Returns the texts of an element that decide where a request goes, or what the client receives. */
export function decidingTexts(element: PolicyElement): Deciding[] {
  const { name, attributes, children } = element;
  const found = (DECIDING.get(name) ?? []).flatMap((where) => {
    const text = attributes[where];
    return text === undefined ? [] : [{ where, text, isCompared: COMPARED.has(where), isNumber: NUMBERS.has(where) }];
  });
  // Its children are the accepted values of the header.
  if (name !== 'check-header') return found;
  const texts = children.flatMap((child) => (child.kind === 'element' ? textOf(child) : []));
  return [...found, ...texts.map((text) => ({ where: name, text, isCompared: false, isNumber: false }))];
}

export function textOf({ children }: PolicyElement): string {
  return children.map((child) => (child.kind === 'text' ? child.value : '')).join('');
}
