import { CATALOGUE, FindingCode, FindingLevel, LevelOf } from './catalogue';

/** What a check found, where, and what to change. */
export interface Finding {
  readonly code: FindingCode;
  readonly level: FindingLevel;
  /** What holds, with the numbers it was judged by. */
  readonly message: string;
  /** What to change. */
  readonly remedy: string;
  /** The construct path or Terraform address that it is about. */
  readonly address: string;
}

/**
 * A finding.
 *
 * @param level one that its code may have; left out, the heaviest of them.
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

/** Takes a finding about what is being checked. */
export type Report = <Code extends FindingCode>(
  code: Code,
  message: string,
  remedy: string,
  level?: LevelOf<Code>,
) => void;

/** A finding on one line: `AF004 message Remedy.` */
export function formatFinding({ code, message, remedy }: Finding): string {
  return `${code} ${message}. ${remedy}.`;
}
