import { parsedJson } from '../common/parsed-json';
import { immediate, Step } from '../engine/step';
import type { PolicySource } from './policy-source';
import type { Reading } from './reading';

interface ContentRule {
  readonly type: string | undefined;
  readonly action: string;
  readonly validatesJson: boolean;
}

/**
 * Checks the size of a body, its content type, and that JSON is JSON; schemas are not read.
 *
 * @see https://learn.microsoft.com/azure/api-management/validate-content-policy
 */
export function validateContent(source: PolicySource): Step {
  source.compiler.readsBody('message');
  const unspecified = source.word('unspecified-content-type-action', 'ignore');
  const maxSize = source.requiredNumber('max-size', { least: 1 });
  const sizeExceeded = source.word('size-exceeded-action', 'ignore');
  const errorsVariable = source.constant('errors-variable-name');
  const mapped = contentTypeMap(source.parts('content-type-map'));
  const rules = source.parts('content').map(contentRule);
  return immediate((exchange) => {
    const content = exchange.message.body.read(true) ?? '';
    const type = mapped(exchange);
    const found: [string, string][] = [];
    const size = Buffer.byteLength(content);
    const most = maxSize(exchange);
    if (size > most) found.push([sizeExceeded, `The body has ${size} bytes; the maximum is ${most}.`]);
    const rule = rules.find((each) => each.type === undefined || each.type === type);
    if (!rule) found.push([unspecified, `The content type ${type ?? '(none)'} is not specified.`]);
    else if (rule.validatesJson && parsedJson(content) === undefined)
      found.push([rule.action, 'The body is not valid JSON.']);
    const reported = found.filter(([action]) => action !== 'ignore').map(([, message]) => message);
    if (errorsVariable !== undefined && reported.length > 0) {
      exchange.variables.set(errorsVariable, reported.join('\n'));
    }
    const prevented = found.find(([action]) => action === 'prevent');
    if (!prevented) return 'next';
    // Invalid content of the client is a client error; invalid content of a backend is a gateway error.
    const statusCode = exchange.message === exchange.request ? 400 : 502;
    return exchange.fail({ reason: 'ContentInvalid', message: prevented[1], statusCode });
  });
}

function contentRule(source: PolicySource): ContentRule {
  const validateAs = source.word('validate-as', '');
  if (validateAs === 'xml' || validateAs === 'soap') source.fault(`validation as ${validateAs} is not simulated`);
  const type = mediaType(source.constant('type'));
  return {
    type: type === '*/*' ? undefined : type,
    action: source.word('action', 'ignore'),
    validatesJson: validateAs === 'json',
  };
}

/** Returns the content type that a message is validated as: its own, or the one that it is mapped to. */
function contentTypeMap([map]: readonly PolicySource[]): Reading<string | undefined> {
  const types = (map?.parts('type') ?? []).map((part) => ({
    from: mediaType(part.constant('from')),
    when: part.has('when') ? part.flag('when', false) : undefined,
    to: mediaType(part.constant('to')),
  }));
  const any = mediaType(map?.constant('any-content-type-value'));
  const missing = mediaType(map?.constant('missing-content-type-value'));
  return (exchange) => {
    const type = mediaType(exchange.message.headers.get('content-type'));
    const found = types.find(({ from, when }) => when?.(exchange) ?? (from !== undefined && from === type));
    return found ? found.to : (any ?? type ?? missing);
  };
}

/** Returns a media type without its parameters, for example `application/json`; undefined for an empty text. */
function mediaType(text: string | undefined): string | undefined {
  return text?.split(';')[0].trim().toLowerCase() || undefined;
}
