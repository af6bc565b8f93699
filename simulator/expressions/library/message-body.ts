import { Body } from '../../common/message';
import { budget } from '../budget';
import { DictionaryValue, SequenceValue } from '../collection';
import { Value } from '../value';
import { Unsupported } from '../errors';
import { JObject, JArray } from '../json';
import { readJson } from '../json-text';
import { STRING, Type, type } from '../types';
import { declare, typed } from './declare';
import { parsed } from './json';
import { bodyAsXml } from './xml';

declare('IMessageBody', {
  'IDictionary<string, IList<string>> AsFormUrlEncodedContent(bool preserveContent = false)': (
    body: Body,
    preserveContent: boolean,
  ) => {
    const content = textOf(body, preserveContent);
    return content === undefined ? null : formOf(content);
  },
  'T As<T>(bool preserveContent = false)': typed((of) => {
    const wanted = of('T');
    return (body: Body, preserveContent: boolean) => bodyAs(textOf(body, preserveContent), wanted);
  }),
});

/** The text is decoded from the bytes of the body each time. */
function textOf(body: Body, preserveContent: boolean): string | undefined {
  const content = body.read(preserveContent);
  if (content !== undefined) {
    budget.spend(content.length >> 4);
    budget.allocate(content.length);
  }
  return content;
}

/** Returns the fields of a form: each name with all its values. */
function formOf(content: string): DictionaryValue {
  budget.spend(content.length);
  const fields = new DictionaryValue(STRING, type('IList<string>'));
  for (const [name, value] of new URLSearchParams(content)) {
    const known = fields.get(name)?.value as SequenceValue | undefined;
    if (known) known.add(value);
    else fields.set(name, new SequenceValue('list', STRING, [value]));
  }
  return fields;
}

function bodyAs(content: string | undefined, wanted: Type): Value {
  if (content === undefined) return null;
  switch (wanted.text) {
    case 'string':
      return content;
    case 'byte[]':
      budget.allocate(3 * content.length);
      return new Uint8Array(Buffer.from(content, 'utf8'));
    case 'JObject':
      return parsed(content, JObject, wanted.name);
    case 'JArray':
      return parsed(content, JArray, wanted.name);
    case 'JToken':
      return readJson(content);
    case 'XElement':
    case 'XNode':
    case 'XDocument':
      return bodyAsXml(content, wanted.text);
    default:
      throw new Unsupported(`a body as ${wanted.text} is not supported`);
  }
}
