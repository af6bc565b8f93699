import { bounded, budget } from '../budget';
import { argumentNull, CSharpException, Unsupported } from '../errors';
import { registerClass } from '../runtime-type';
import { STRING, type } from '../types';
import { PORTS, UriParts, uriText } from '../uri-parts';
import { SequenceValue } from '../collection';
import { EnumValue, OutCell, UriValue, Value } from '../value';
import { declare, declareEnum } from './declare';
import { escapes } from './web';

registerClass(UriValue, type('Uri'));

/** Spends the cost of reading a URI. */
function taken(text: string | null): string {
  if (text === null) throw argumentNull('uriString');
  budget.spend(4 * text.length + 32);
  budget.allocate(512 + 4 * text.length);
  return text;
}

function parsed(text: string): UriValue | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || /^[a-z]:/i.test(text)) return undefined;
  if (!Object.hasOwn(PORTS, url.protocol.slice(0, -1)))
    throw new Unsupported(`the scheme ${url.protocol.slice(0, -1)} of a Uri is not supported`);
  return new UriValue(text, url);
}

function uri(text: string | null): UriValue {
  const found = parsed(taken(text));
  if (!found) {
    throw new CSharpException('UriFormatException', 'Invalid URI: The format of the URI could not be determined.');
  }
  return found;
}

declareEnum('UriPartial', ['Scheme', 'Authority', 'Path', 'Query']);
declareEnum('UriKind', ['RelativeOrAbsolute', 'Absolute', 'Relative']);
declare('Uri', {
  ...escapes,
  'new(string)': uri,
  'new(string, UriKind)': (text: string | null, kind: EnumValue) => {
    if (kind.name === 'Relative') throw new Unsupported('a relative Uri is not supported');
    return uri(text);
  },
  'new(Uri, string)': (base: UriValue, relative: string | null) => uri(new URL(taken(relative), base.url).href),
  'static bool TryCreate(string, UriKind, out Uri)': (text: string | null, kind: EnumValue, out: OutCell) => {
    out.value = text === null ? null : (parsed(taken(text)) ?? null);
    if (kind.name !== 'Absolute' && out.value === null && text !== null)
      throw new Unsupported('a relative Uri is not supported');
    return out.value !== null;
  },
  'static bool IsWellFormedUriString(string, UriKind)': (text: string | null, kind: EnumValue) => {
    if (kind.name !== 'Absolute') throw new Unsupported('a relative Uri is not supported');
    return text !== null && !/[\s"<>\\^`{|}]/.test(text) && !/%(?![\da-fA-F]{2})/.test(text) && !!parsed(taken(text));
  },
  'string AbsolutePath': (value: UriValue) => new UriParts(value).path,
  'string AbsoluteUri': (value: UriValue) => {
    const parts = new UriParts(value);
    return bounded(parts.left('Query') + parts.fragment);
  },
  'string Authority': (value: UriValue) => new UriParts(value).authority,
  'string DnsSafeHost': (value: UriValue) => new UriParts(value).host.replace(/^\[|\]$/g, ''),
  'string Fragment': (value: UriValue) => new UriParts(value).fragment,
  'string Host': (value: UriValue) => new UriParts(value).host,
  'string IdnHost': ({ url }: UriValue) => url.hostname,
  'bool IsAbsoluteUri': () => true,
  'bool IsDefaultPort': (value: UriValue) => new UriParts(value).isDefaultPort,
  'bool IsLoopback': ({ url }: UriValue) => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname),
  'string LocalPath': (value: UriValue) => decodeURIComponent(new UriParts(value).path),
  'string OriginalString': ({ original }: UriValue) => original,
  'string PathAndQuery': (value: UriValue) => {
    const { path, query } = new UriParts(value);
    return bounded(path + query);
  },
  'int Port': (value: UriValue) => new UriParts(value).port,
  'string Query': (value: UriValue) => new UriParts(value).query,
  'string Scheme': (value: UriValue) => new UriParts(value).scheme,
  'string[] Segments': (value: UriValue) =>
    new SequenceValue('array', STRING, new UriParts(value).path.match(/[^/]*\/|[^/]+$/g) ?? []),
  'string UserInfo': (value: UriValue) => new UriParts(value).userInfo,
  'string GetLeftPart(UriPartial)': (value: UriValue, part: EnumValue) => new UriParts(value).left(part.name),
  'string ToString()': (value: Value) => uriText(value as UriValue),
});
