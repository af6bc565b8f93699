import { PolicyNode, writePolicy } from '../../lib/policy';
import type { Exchange } from '../engine/exchange';
import type { Headers } from '../common/message';
import { liquidText } from './liquid';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/**
 * Changes that policies make to a message: to the current one, to a response that is returned immediately, or to a
 * request that a policy sends.
 */
export type Change<T> = (exchange: Exchange, subject: T) => void;

/** The bytes of a header or a variable, without its strings, which are counted elsewhere. */
export const ENTRY = 100;

const EXISTS_ACTIONS = ['override', 'skip', 'append', 'delete'] as const;

/** A set of names with values: headers or query parameters. */
interface NamedValues {
  has(name: string): boolean;
  values(name: string): readonly string[] | undefined;
  set(name: string, ...values: readonly string[]): void;
  append(name: string, ...values: readonly string[]): void;
  delete(name: string): void;
}

function namedValuesChange(source: PolicySource): Change<NamedValues> {
  source.allow('name', 'exists-action');
  const name = source.requiredText('name');
  const action = source.word('exists-action', EXISTS_ACTIONS, 'override');
  const values = source.knownChildren('value').map((child) => child.allow().content() ?? (() => ''));
  if (action !== 'delete' && values.length === 0) source.fault('it has no <value>');
  return (exchange, subject) => {
    const key = name(exchange);
    if (action === 'append' || !subject.has(key)) exchange.work.hold(ENTRY * (1 + values.length));
    if (action === 'delete') subject.delete(key);
    else if (action === 'append') {
      exchange.work.spend((subject.values(key)?.length ?? 0) >> 3);
      subject.append(key, ...evaluated(values, exchange));
    } else if (action === 'override' || !subject.has(key)) subject.set(key, ...evaluated(values, exchange));
  };
}

function evaluated(values: readonly Reading<string>[], exchange: Exchange): string[] {
  return values.map((value) => value(exchange));
}

/** `set-header`. */
export function headerChange(source: PolicySource): Change<Headers> {
  return namedValuesChange(source);
}

/** `set-query-parameter`. */
export function queryChange(source: PolicySource): Change<URLSearchParams> {
  const change = namedValuesChange(source);
  return (exchange, query) => {
    const append = (name: string, ...values: readonly string[]): void =>
      values.forEach((value) => query.append(name, value));
    change(exchange, {
      has: (name) => query.has(name),
      values: (name) => query.getAll(name),
      set: (name, ...values) => {
        query.delete(name);
        append(name, ...values);
      },
      append,
      delete: (name) => query.delete(name),
    });
  };
}

/** `set-body`. */
export function bodyText(source: PolicySource): Reading<string> {
  source.allow('template', 'xsi-nil', 'parse-date', 'html-decode-expression');
  const { children, position } = source.element;
  const content = textOf(children);
  if (source.word('template', ['none', 'liquid'], 'none') === 'liquid') return liquidText(source, content);
  const text = children.find((child) => child.kind === 'text');
  return source.compiler.text(source, content, text?.position ?? position);
}

/** XML in a body is text. */
function textOf(children: readonly PolicyNode[]): string {
  const texts = children.filter((child) => child.kind === 'text');
  const isText = children.every(({ kind }) => kind !== 'element');
  return isText ? texts.map(({ value }) => value).join('') : writePolicy(...children);
}

/** `set-status`. */
interface StatusReading {
  readonly code: Reading<number>;
  readonly reason: Reading<string>;
}

export function status(source: PolicySource): StatusReading {
  source.allow('code', 'reason');
  return {
    code: source.requiredNumber('code', { least: 200, most: 599 }),
    reason: source.text('reason') ?? (() => ''),
  };
}

/** `set-method`. */
export function method(source: PolicySource): Reading<string> {
  const content = source.allow().content();
  if (!content) source.fault('it has no method');
  return content ? (exchange) => content(exchange).trim().toUpperCase() : () => 'GET';
}
