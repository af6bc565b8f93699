const ISO_8601 =
  /^P(?:(\d+)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const SECONDS = [604_800, 86_400, 3600, 60, 1];

/**
 * Returns the seconds of a duration such as `PT1M30S`, or undefined if the text is not a duration. Months and years
 * have no fixed length.
 */
export function parseDuration(text: string): number | undefined {
  const parts = ISO_8601.exec(text);
  let sum: number | undefined;
  for (let unit = 0; parts && unit < SECONDS.length; unit++) {
    const count: string | undefined = parts[unit + 1];
    if (count !== undefined) sum = (sum ?? 0) + Number(count) * SECONDS[unit];
  }
  return sum;
}
