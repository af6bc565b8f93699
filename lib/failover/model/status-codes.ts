import type { Known } from './known';

/** The range of status codes that a circuit breaker can count, and for which a retry condition is evaluated. */
export const FIRST_STATUS_CODE = 200;
export const LAST_STATUS_CODE = 599;

/** The first status code of an error. */
export const FIRST_ERROR = 400;

export interface StatusCodeSpan {
  readonly min: number;
  readonly max: number;
}

/** A range of status codes, including both ends, whose bounds may be known only after deployment. */
export interface StatusCodeRangeModel {
  readonly min: Known<number>;
  readonly max: Known<number>;
}

/** The status codes that indicate an unreachable backend. */
export const GATEWAY_FAILURES: StatusCodeSpan = { min: 502, max: 504 };

/** Returns the status codes for which `holds` is true. */
export function statusCodesWhere(holds: (statusCode: number) => boolean): Set<number> {
  const codes = new Set<number>();
  for (let code = FIRST_STATUS_CODE; code <= LAST_STATUS_CODE; code++) if (holds(code)) codes.add(code);
  return codes;
}

/** Returns the status codes in any of the ranges; undefined if a bound is not known. */
export function statusCodesIn(ranges: readonly StatusCodeRangeModel[]): Set<number> | undefined {
  const codes = new Set<number>();
  for (const { min, max } of ranges) {
    if (min === 'unknown' || max === 'unknown') return undefined;
    const last = Math.min(Math.floor(max), LAST_STATUS_CODE);
    for (let code = Math.max(Math.ceil(min), FIRST_STATUS_CODE); code <= last; code++) codes.add(code);
  }
  return codes;
}

/** Returns the codes that are in `codes` but not in `others`. */
export function without(codes: ReadonlySet<number>, others: ReadonlySet<number>): Set<number> {
  const left = new Set<number>();
  for (const code of codes) if (!others.has(code)) left.add(code);
  return left;
}

/** Returns the codes as the fewest possible spans, in ascending order. */
export function spansOf(codes: ReadonlySet<number>): StatusCodeSpan[] {
  const spans: { min: number; max: number }[] = [];
  for (const code of [...codes].sort((a, b) => a - b)) {
    const last = spans[spans.length - 1];
    if (last?.max === code - 1) last.max = code;
    else spans.push({ min: code, max: code });
  }
  return spans;
}

/** For example, `500-501, 505-599`. */
export function formatStatusCodes(codes: ReadonlySet<number>): string {
  return spansOf(codes)
    .map(({ min, max }) => (min === max ? `${min}` : `${min}-${max}`))
    .join(', ');
}
