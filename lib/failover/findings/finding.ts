import { CATALOGUE, FindingCode, LevelOf } from './catalogue';
import type { FindingLevel } from './catalogue-entry';

/** A finding of a check: the problem, its location and the remedy. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  /** The problem, with the values that it is based on. */
  readonly message: string;
  /** The change that resolves the problem. */
  readonly remedy: string;
  /** The construct path or address of the location. */
  readonly address: string;
  /** The line in the policy document, starting at 1, if the finding is about one place in it. */
  readonly line?: number;
  readonly column?: number;
}

/**
 * Creates a finding.
 *
 * @param level a level that the code allows; the default is the most severe one.
 */
export function finding<Code extends FindingCode>(
  code: Code,
  address: string,
  message: string,
  remedy: string,
  level: LevelOf<Code> = CATALOGUE[code].levels[0],
): Finding {
  return { code, level, address, message, remedy };
}

/** Reports a finding about the object that is being checked. */
export type Report = <Code extends FindingCode>(
  code: Code,
  message: string,
  remedy: string,
  level?: LevelOf<Code>,
) => void;

/** Formats a finding on one line: `AF004 message. Remedy.` */
export function formatFinding({ code, message, remedy }: Finding): string {
  return `${code} ${message}. ${remedy}.`;
}
