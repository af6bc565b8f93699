import { Construct } from 'constructs';
import type { PropNames } from './prop-names';

/**
 * Copies settings of the caller, who may change and reuse the object afterwards, for example in a loop. The settings may
 * come from JavaScript: anything but settings is returned as it is, and unknown properties are kept, so that both are
 * reported as faults.
 */
export function copied<T>(settings: T, names: PropNames<NonNullable<T>>): T {
  if (!isSettings(settings)) return settings;
  // By name too, because a class may inherit properties or have getters for them.
  const known = Object.keys(names).map((name) => [name, settings[name as keyof T & object]] as const);
  return { ...settings, ...(Object.fromEntries(known) as object) };
}

/** Copies a list of the caller and each of its items. */
export function copiedList<T>(
  list: readonly T[] | undefined,
  copyItem: (item: T) => T = (item) => item,
): T[] | undefined {
  return Array.isArray(list) ? Array.from(list as readonly T[], (item) => copyItem(item)) : (list as undefined);
}

/** Returns whether a value is an object that can contain settings. */
export function isSettings(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Construct.isConstruct(value);
}
