/** How much a finding weighs: an error can never work, a warning fails over late or not for all, a note is to know. */
export type FindingLevel = 'error' | 'warning' | 'note';

/** Every code that a check can find, with its level. */
export const FINDING_LEVELS = {
  AF001: 'error',
  AF002: 'error',
  AF003: 'error',
  AF004: 'error',
  AF005: 'error',
  AF006: 'error',
  AF007: 'error',
  AF008: 'error',
  AF009: 'error',
  AF101: 'warning',
  AF102: 'warning',
  AF103: 'warning',
  AF104: 'warning',
  AF105: 'warning',
  AF106: 'warning',
  AF107: 'warning',
  AF108: 'warning',
  AF109: 'warning',
  AF201: 'note',
  AF202: 'note',
  AF203: 'note',
  AF010: 'error',
  AF011: 'error',
  AF110: 'warning',
  AF111: 'warning',
  AF112: 'error',
  AF113: 'warning',
} as const satisfies Record<string, FindingLevel>;

export type FindingCode = keyof typeof FINDING_LEVELS;

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

/** A finding, at its code's level if no other is given. */
export function finding(
  code: FindingCode,
  address: string,
  message: string,
  remedy: string,
  level: FindingLevel = FINDING_LEVELS[code],
): Finding {
  return { code, level, address, message, remedy };
}

/** Takes a finding about what is being checked. */
export type Report = (code: FindingCode, message: string, remedy: string, level?: FindingLevel) => void;

/** A finding on one line: `AF004 message Remedy.` */
export function formatFinding({ code, message, remedy }: Finding): string {
  return `${code} ${message}. ${remedy}.`;
}
