import { isList, Unresolved, Value, ValueObject } from '../../value';
import { compareTexts, kindOf, ofKind, sortedEntries } from './kinds';
import { unknownIn } from './symbols';

/** Returns the items in Terraform's order. Whether items that are not known are the same is not known. */
export function toSet(items: readonly Value[]): readonly Value[] | Unresolved {
  if (items.length < 2) return ofKind('set', items);
  const unknown = unknownIn(items);
  if (unknown) return unknown;
  const keyed = items.map((item) => ({ item, key: orderKey(item) })).sort((one, other) => compareKeys(one, other));
  const unique = keyed.filter(
    ({ key, item }, index) => index === 0 || compareKeys({ key, item }, keyed[index - 1]) !== 0,
  );
  return ofKind(
    'set',
    unique.map(({ item }) => item),
  );
}

interface Keyed {
  readonly item: Value;
  readonly key: string;
}

function compareKeys(one: Keyed, other: Keyed): number {
  // Null comes last.
  if (one.item === null || other.item === null) return Number(one.item === null) - Number(other.item === null);
  if (typeof one.item === 'number' && typeof other.item === 'number') {
    // Terraform distinguishes -0 from 0 here.
    return one.item - other.item || Number(Object.is(other.item, -0)) - Number(Object.is(one.item, -0));
  }
  return compareTexts(one.key, other.key);
}

/** The text by which Terraform orders values of a set that are not strings. */
function orderKey(value: Value, isNested = false): string {
  if (value === null) return '~';
  if (typeof value === 'string') return isNested ? JSON.stringify(value) : value;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(Number(value.toPrecision(10)));
  if (typeof value === 'boolean') return value ? 'T' : 'F';
  const kind = kindOf(value);
  const below = (item: Value): string => `${orderKey(item, true)};`;
  if (isList(value)) {
    const text = value.map(below).join('');
    return kind === 'list' || kind === 'set' ? `[${text}]` : `<${text}>`;
  }
  const entries = sortedEntries(value as ValueObject);
  return kind === 'map'
    ? `{${entries.map(([name, item]) => `${JSON.stringify(name)}:${below(item)}`).join('')}}`
    : `<${entries.map(([, item]) => below(item)).join('')}>`;
}
