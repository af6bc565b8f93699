import { Value } from '../value';
import { Body } from '../../message';
import { Unsupported, CSharpException } from '../errors';
import { JObject, JArray, JToken } from '../json';
import { readJson } from '../json-text';
import { Type } from '../types';
import { declare, typed } from './declare';

declare('IMessageBody', {
  'T As<T>(bool preserveContent = false)': typed((of) => {
    const wanted = of('T');
    return (body: Body, preserveContent: boolean) => bodyAs(body.read(preserveContent), wanted);
  }),
});

function bodyAs(content: string | undefined, wanted: Type): Value {
  if (content === undefined) return null;
  switch (wanted.text) {
    case 'string':
      return content;
    case 'byte[]':
      return new Uint8Array(Buffer.from(content, 'utf8'));
    case 'JObject':
      return parsed(content, JObject, wanted);
    case 'JArray':
      return parsed(content, JArray, wanted);
    case 'JToken':
      return readJson(content);
    default:
      throw new Unsupported(`a body as ${wanted.text} is not supported`);
  }
}

function parsed(content: string, expected: typeof JObject | typeof JArray, wanted: Type): JToken {
  const token = readJson(content);
  if (token instanceof expected) return token;
  throw new CSharpException(
    'JsonReaderException',
    `Error reading ${wanted.text} from JsonReader. Current JsonReader item is another.`,
  );
}
