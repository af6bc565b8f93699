import type * as Liquid from 'liquidjs';
import type { Headers } from '../common/message';
import { parsedJson } from '../common/parsed-json';
import { formatValue, Value } from '../expressions';
import { useCulture } from '../expressions/culture';
import { formatDate } from '../expressions/format-date';
import { parseDate } from '../expressions/parse-date';
import type { Exchange } from '../engine/exchange';
import { ExcessiveWork } from '../engine/work';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

/** The filters that API Management supports. It requires Pascal case. */
const FILTERS =
  'Abs Append AtLeast AtMost Capitalize Compact Default DividedBy Downcase Escape First Join Last Lstrip Map Minus ' +
  'Modulo NewlineToBr Plus Prepend Remove RemoveFirst Replace ReplaceFirst Round Rstrip Size Slice Sort Split Strip ' +
  'StripHtml StripNewlines Times Truncate Uniq Upcase UrlDecode UrlEncode';

/** What `context` has. Anything else would silently be empty. */
const URL_PARTS = '(?:Original)?Url(?:\\.(?:Scheme|Host|Port|Path|QueryString|Query(?:[.[].*)?))?';
const CONTEXT = new RegExp(
  `^context\\.(?:Variables[.[].*|Response\\.(?:StatusCode|Headers[.[].*)|` +
    `Request\\.(?:${URL_PARTS}|Method|IpAddress|HasBody|(?:MatchedParameters|Headers)[.[].*))$`,
);

let loaded: { readonly engine: Liquid.Liquid; readonly Context: typeof Liquid.Context } | undefined;

/** Loaded with the first template, since loading takes time. */
function liquid() {
  if (loaded) return loaded;
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { Liquid: Engine, Context } = require('liquidjs') as typeof Liquid;
  // Without files: a template can include nothing.
  const engine = new Engine({ strictFilters: true, ownPropertyOnly: true, templates: {} });
  const { filters } = engine;
  for (const name of FILTERS.split(' ')) filters[name] = filters[name.replace(/(?!^)[A-Z]/g, '_$&').toLowerCase()];
  filters.TruncateWords = filters.truncatewords;
  filters.H = filters.escape;
  filters.Date = (value: unknown, format: unknown) => dated(String(value), String(format));
  return (loaded = { engine, Context });
}

/** The steps of a part that is rendered, and of an item or character that is created. */
const STEPS = { part: 20, item: 5 };

/** Counts the work of a template as that of the request, so that it ends. */
function limits({ work }: Exchange): ConstructorParameters<typeof Liquid.Context>[3] {
  const use = (count: number): void => {
    work.spend(count * STEPS.item);
    work.hold(count);
  };
  const parts = { use, check: () => work.spend(STEPS.part) };
  return { memoryLimit: { ...parts, check: use }, renderLimit: parts } as unknown as ReturnType<typeof limits>;
}

/** Formats a date as .NET does. */
function dated(text: string, format: string): string {
  const parsed = parseDate(text);
  return parsed ? formatDate(parsed.date, format) : text;
}

/**
 * The text of a Liquid template.
 *
 * @see https://learn.microsoft.com/azure/api-management/set-body-policy#using-liquid-templates-with-set-body
 */
export function liquidText(source: PolicySource, text: string): Reading<string> {
  source.compiler.readsBody('message');
  const template = parsed(source, text);
  return (exchange) => {
    const made = rendered(source, template, exchange);
    exchange.work.make(made.length);
    return made;
  };
}

function parsed(source: PolicySource, text: string): Liquid.Template[] {
  const where = source.element.valuePositions?.template;
  try {
    const { engine } = liquid();
    const template = engine.parse(withStandardLoops(text));
    for (const name of engine.globalFullVariablesSync(template)) {
      if (/^body\b/.test(name) || CONTEXT.test(name)) continue;
      source.fault(`the variable ${name} of the Liquid template is not simulated`, where);
    }
    return template;
  } catch (error) {
    source.fault(`its Liquid template is not valid: ${firstLine(error)}`, where);
    return [];
  }
}

/** Replaces `JSONArrayFor`, a loop of API Management that writes commas between its items, with a loop of Liquid. */
function withStandardLoops(text: string): string {
  const comma = '{%$1 unless forloop.last %},{% endunless %}{% endfor';
  return text.replace(/\{%(-?)\s*JSONArrayFor\b/g, '{%$1 for').replace(/\{%(-?)\s*endJSONArrayFor\b/g, comma);
}

function rendered(source: PolicySource, template: Liquid.Template[], exchange: Exchange): string {
  const { engine, Context } = liquid();
  useCulture(exchange);
  const scope = { body: bodyOf(source, exchange), context: contextOf(exchange) };
  try {
    const context = new Context(scope, engine.options, { sync: true }, limits(exchange));
    return String(engine.renderSync(template, context));
  } catch (error) {
    const { originalError } = error as { readonly originalError?: unknown };
    if (originalError instanceof ExcessiveWork) throw originalError;
    return source.stop(exchange, `its Liquid template cannot be rendered: ${firstLine(error)}`);
  }
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0];
}

/** JSON as a tree. */
function bodyOf(source: PolicySource, exchange: Exchange): unknown {
  const text = exchange.message.body.read(true) ?? '';
  if (text.trimStart().startsWith('<')) source.stop(exchange, 'XML as the body of a Liquid template is not simulated');
  return parsedJson(text);
}

function contextOf(exchange: Exchange): object {
  const { request, response, originalUrl, matchedParameters, variables } = exchange;
  return {
    Request: {
      ...{ Method: request.method, IpAddress: request.ipAddress, HasBody: request.body.hasContent },
      ...{ Url: urlOf(request.url), OriginalUrl: urlOf(originalUrl), Headers: headersOf(request.headers) },
      MatchedParameters: Object.fromEntries(matchedParameters),
    },
    Response: response && { StatusCode: response.statusCode, Headers: headersOf(response.headers) },
    Variables: Object.fromEntries([...variables].map(([name, value]) => [name, plain(value, exchange)])),
  };
}

/** A value of a template; an object is text. */
function plain(value: Value, exchange: Exchange): unknown {
  return typeof value === 'object' && value !== null ? formatValue(value, exchange) : value;
}

function headersOf(headers: Headers): object {
  return Object.fromEntries([...headers].map(([name, values]) => [name, values.join(',')]));
}

function urlOf({ protocol, hostname, port, pathname, search, searchParams }: URL): object {
  const scheme = protocol.slice(0, -1);
  return {
    ...{ Scheme: scheme, Host: hostname, Port: port || (scheme === 'http' ? '80' : '443'), Path: pathname },
    ...{ QueryString: search, Query: Object.fromEntries(searchParams) },
  };
}
