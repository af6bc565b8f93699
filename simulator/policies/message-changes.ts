import { PolicyNode, writePolicy } from '../../lib/policy';
import type { Exchange } from '../engine/exchange';
import type { ResponseMessage } from '../common/message';
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

/** Headers or query parameters. */
interface ValuesByName {
  has(name: string): boolean;
  values(name: string): readonly string[] | undefined;
  set(name: string, ...values: readonly string[]): void;
  append(name: string, ...values: readonly string[]): void;
  delete(name: string): void;
}

/** `set-header`. `set-query-parameter` changes its values in the same way. */
export function headerChange(source: PolicySource): Change<ValuesByName> {
  const name = source.requiredText('name');
  const action = source.word('exists-action', 'override');
  const values = source.texts('value');
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

/** `set-query-parameter`. */
export function queryChange(source: PolicySource): Change<URLSearchParams> {
  const change = headerChange(source);
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
  const { children, position } = source.element;
  const content = textOf(children);
  if (source.word('template', 'none') === 'liquid') return liquidText(source, content);
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
export function statusChange(source: PolicySource): Change<ResponseMessage> {
  const code = source.requiredNumber('code', { least: 200, most: 599 });
  const reason = source.text('reason') ?? (() => '');
  return (exchange, response) => {
    response.statusCode = code(exchange);
    response.statusReason = reason(exchange);
  };
}

/** `set-method`. */
export function method(source: PolicySource): Reading<string> {
  const content = source.content();
  if (!content) source.fault('it has no method');
  return content ? (exchange) => content(exchange).trim().toUpperCase() : () => 'GET';
}
