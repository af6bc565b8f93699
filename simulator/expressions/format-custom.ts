import { Digits, rounded } from './digits';

/** A section of a custom format, with the positions of its digits counted from the decimal point. */
interface Section {
  readonly parts: readonly string[];
  readonly digitCount: number;
  /** The number of digits before the decimal point. */
  readonly decimalAt: number;
  /** The digits that are shown although they are zero: the first one, and the last one. */
  readonly firstZero: number;
  readonly lastZero: number;
  readonly isGrouped: boolean;
  /** The power of ten that `%` and commas multiply the number with. */
  readonly scale: number;
  readonly isScientific: boolean;
}

const PART = /'[^']*'?|"[^"]*"?|\\[\s\S]?|[eE][+-]?0+|[\s\S]/g;
const EXPONENT = /^([eE])([+-]?)(0+)$/;

/** Formats a number with a custom format, for example `00`, `0.00`, `#,##0.##`, or `0.0;(0.0);-`. Only a double can be negative zero. */
export function formatCustom(value: Digits, format: string, isDouble: boolean): string {
  const sections = sectionsOf(format);
  let index = sectionFor(value, sections);
  let section = readSection(sections[index]);
  const shown = shownIn(section, value);
  if (shown.digits === '' && value.digits !== '') {
    index = sectionFor(shown, sections);
    section = readSection(sections[index]);
  }
  const text = written(section, shown);
  const hasSign = index === 0 && value.isNegative && (shown.digits !== '' || (isDouble && text !== ''));
  return hasSign ? `-${text}` : text;
}

/** Returns the index of the section for a number: the first one for positive, then negative, then zero. */
function sectionFor({ digits, isNegative }: Digits, sections: readonly string[]): number {
  const index = digits === '' ? 2 : isNegative ? 1 : 0;
  return (sections[index] ?? '') === '' ? 0 : index;
}

function sectionsOf(format: string): string[] {
  const sections = [''];
  for (const [part] of format.matchAll(PART)) {
    if (part === ';') sections.push('');
    else sections[sections.length - 1] += part;
  }
  return sections;
}

function readSection(text: string): Section {
  const parts = [...text.matchAll(PART)].map(([part]) => part);
  let digitCount = 0;
  let decimalAt = -1;
  let firstZero = Infinity;
  let lastZero = 0;
  let scale = 0;
  let isGrouped = false;
  let commas = 0;
  for (const part of parts) {
    if (part === '#' || part === '0') {
      if (commas > 0) isGrouped = true;
      commas = 0;
      if (part === '0') {
        firstZero = Math.min(firstZero, digitCount);
        lastZero = digitCount + 1;
      }
      digitCount++;
    } else if (part === '.') {
      if (decimalAt < 0) {
        decimalAt = digitCount;
        scale -= 3 * commas;
        commas = 0;
      }
    } else if (part === ',') {
      if (digitCount > 0 && decimalAt < 0) commas++;
    } else if (part === '%') scale += 2;
    else if (part === '\u2030') scale += 3;
  }
  if (decimalAt < 0) {
    decimalAt = digitCount;
    scale -= 3 * commas;
  }
  const isScientific = parts.some((part) => EXPONENT.test(part));
  return { parts, digitCount, decimalAt, firstZero, lastZero, isGrouped, scale, isScientific };
}

function shownIn({ digitCount, decimalAt, scale, isScientific }: Section, value: Digits): Digits {
  if (value.digits === '') return value;
  const scaled = { ...value, scale: value.scale + scale };
  return rounded(scaled, isScientific ? digitCount : scaled.scale + digitCount - decimalAt);
}

function written(section: Section, { digits, scale }: Digits): string {
  const { digitCount, decimalAt, isScientific, parts, isGrouped } = section;
  const firstZero = section.firstZero < decimalAt ? decimalAt - section.firstZero : 0;
  const lastZero = section.lastZero > decimalAt ? decimalAt - section.lastZero : 0;
  let place = isScientific ? decimalAt : Math.max(scale, decimalAt);
  let surplus = isScientific ? 0 : scale - decimalAt;
  let at = 0;
  let result = '';
  let hasPoint = false;
  const put = (digit: string): void => {
    result += digit;
    if (isGrouped && place > 1 && (place - 1) % 3 === 0) result += ',';
    place--;
  };
  for (const part of parts) {
    const exponent = EXPONENT.exec(part);
    if (surplus > 0 && /^[#0.]$/.test(part)) {
      for (; surplus > 0; surplus--) put(digits.charAt(at++) || '0');
    }
    if (part === '#' || part === '0') {
      if (surplus < 0) {
        surplus++;
        if (place <= firstZero) put('0');
        else place--;
      } else if (at < digits.length) put(digits.charAt(at++));
      else if (place > lastZero) put('0');
      else place--;
    } else if (part === '.') {
      if (place !== 0 || hasPoint) continue;
      if (lastZero < 0 || (decimalAt < digitCount && at < digits.length)) {
        result += '.';
        hasPoint = true;
      }
    } else if (exponent) {
      const power = digits === '' ? 0 : scale - decimalAt;
      const sign = power < 0 ? '-' : exponent[2] === '+' ? '+' : '';
      result += `${exponent[1]}${sign}${String(Math.abs(power)).padStart(exponent[3].length, '0')}`;
    } else if (part !== ',') result += literal(part);
  }
  return result;
}

function literal(part: string): string {
  if (part.startsWith('\\')) return part.slice(1);
  const quote = part.charAt(0);
  if (quote !== '"' && quote !== "'") return part;
  return part.length > 1 && part.endsWith(quote) ? part.slice(1, -1) : part.slice(1);
}
