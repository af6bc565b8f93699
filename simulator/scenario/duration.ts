const DURATION = /^P(?=.)(?:(\d{1,9})D)?(?:T(?=.)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,9})?)S)?)?$/;

/** The seconds of a duration in ISO 8601, as in `PT1M30S`; undefined if it is none. Months and years have no length. */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text);
  if (!match) return undefined;
  const [days, hours, minutes, seconds] = match.slice(1).map((amount: string | undefined) => Number(amount ?? 0));
  return days * 86_400 + hours * 3600 + minutes * 60 + seconds;
}
