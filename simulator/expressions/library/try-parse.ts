import { defaultOf } from '../conversions';
import { CSharpException } from '../errors';
import { Type } from '../types';
import { OutCell, Value } from '../value';

/** Makes the `TryParse` of a type from its `Parse`. */
export function tryParse(
  type: Type,
  parse: (text: string | null) => Value,
): (text: string | null, out: OutCell) => boolean {
  return (text, out) => {
    try {
      out.value = parse(text);
      return true;
    } catch (error) {
      if (!(error instanceof CSharpException)) throw error;
      out.value = defaultOf(type);
      return false;
    }
  };
}
