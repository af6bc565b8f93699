import { SequenceValue } from '../collection';
import { CharValue, Value } from '../value';
import { formatValue } from '../format';
import { bounded, budget } from '../budget';
import { declare } from './declare';
import { WHITE_OR_CONTROL, folded, lowered, composite } from './text';

declare('char', {
  'static bool IsDigit(char)': ({ text }: CharValue) => /\p{Nd}/u.test(text),
  'static bool IsLetter(char)': ({ text }: CharValue) => /\p{L}/u.test(text),
  'static bool IsLetterOrDigit(char)': ({ text }: CharValue) => /[\p{L}\p{Nd}]/u.test(text),
  'static bool IsWhiteSpace(char)': ({ text }: CharValue) => WHITE_OR_CONTROL(text),
  'static bool IsUpper(char)': ({ text }: CharValue) => /\p{Lu}/u.test(text),
  'static bool IsLower(char)': ({ text }: CharValue) => /\p{Ll}/u.test(text),
  'static char ToUpper | ToUpperInvariant(char)': ({ text }: CharValue) => CharValue.of(folded(text).charCodeAt(0)),
  'static char ToLower | ToLowerInvariant(char)': ({ text }: CharValue) => CharValue.of(lowered(text).charCodeAt(0)),
});

declare('StringBuilder', {
  'new()': () => new Builder(''),
  'new(int)': () => new Builder(''),
  'new(string)': (text: string | null) => new Builder(text ?? ''),
  'int Length': (builder: Builder) => builder.text.length,
  'StringBuilder Append(string | char | int | object)': (builder: Builder, text: Value) =>
    builder.add(formatValue(text)),
  'StringBuilder AppendFormat(string, params object[])': (builder: Builder, format: string, args: SequenceValue) =>
    builder.add(composite(format, args.items)),
  'StringBuilder AppendLine()': (builder: Builder) => builder.add('\r\n'),
  'StringBuilder AppendLine(string)': (builder: Builder, text: Value) => builder.add(`${formatValue(text)}\r\n`),
  'string ToString()': (builder: Builder) => bounded(builder.text),
});

class Builder {
  constructor(public text: string) {}
  add(text: string): this {
    budget.text(this.text.length + text.length, text.length);
    this.text += text;
    return this;
  }
}
