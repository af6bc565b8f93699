/** Source code whose line breaks are still open, as in prettier. */
export type Layout = string | readonly Layout[] | Group | Choice | Indented | Line;

/** On one line if it fits. */
interface Group {
  readonly kind: 'group';
  readonly content: Layout;
  readonly isBroken: boolean;
}

/** The first alternative whose first line fits, or else the last. */
interface Choice {
  readonly kind: 'choice';
  readonly alternatives: readonly Layout[];
}

interface Indented {
  readonly kind: 'indented';
  readonly content: Layout;
}

/** A place where a group breaks, and what is there if it does not. */
interface Line {
  readonly kind: 'line';
  readonly flat: string;
  /** What is written before the break. */
  readonly before: string;
}

export const LINE: Layout = { kind: 'line', flat: ' ', before: '' };
export const SOFT_LINE: Layout = { kind: 'line', flat: '', before: '' };
/** The end of a list, with a comma if the list is broken. */
export const LAST_LINE: Layout = { kind: 'line', flat: '', before: ',' };
/** Like `LAST_LINE`, in a list that has spaces inside its braces. */
export const LAST_SPACED_LINE: Layout = { kind: 'line', flat: ' ', before: ',' };

export function group(content: Layout, isBroken = false): Layout {
  return { kind: 'group', content, isBroken: isBroken || holdsBreak(content) };
}

export function choice(...alternatives: readonly Layout[]): Layout {
  return { kind: 'choice', alternatives };
}

export function indented(content: Layout): Layout {
  return { kind: 'indented', content };
}

export function joined(items: readonly Layout[], separator: Layout): Layout {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

export function holdsBreak(layout: Layout): boolean {
  if (typeof layout === 'string') return layout.includes('\n');
  if (isSequence(layout)) return layout.some(holdsBreak);
  switch (layout.kind) {
    case 'group':
      return layout.isBroken;
    case 'indented':
      return holdsBreak(layout.content);
    case 'choice':
      return holdsBreak(layout.alternatives[0]);
    case 'line':
      return false;
  }
}

/** A part to write, with its indentation. A line in a flat part does not break. */
interface Part {
  readonly layout: Layout;
  readonly indent: number;
  readonly isFlat: boolean;
}

const WIDTH = 80;
const STEP = 2;

/** Writes the layout in lines of up to 80 characters where possible. */
export function written(layout: Layout): string {
  let text = '';
  let column = 0;
  const left: Part[] = [{ layout, indent: 0, isFlat: false }];
  for (let part = left.pop(); part; part = left.pop()) {
    const next: Part = part;
    const { indent, isFlat } = next;
    if (typeof next.layout === 'string') {
      text += next.layout;
      const newline = next.layout.lastIndexOf('\n');
      column = newline < 0 ? column + next.layout.length : next.layout.length - newline - 1;
    } else if (isSequence(next.layout)) {
      left.push(...partsOf(next.layout, next));
    } else if (next.layout.kind === 'line') {
      if (isFlat) {
        text += next.layout.flat;
        column += next.layout.flat.length;
      } else {
        text += `${next.layout.before}\n${' '.repeat(indent)}`;
        column = indent;
      }
    } else if (next.layout.kind === 'indented') {
      left.push({ layout: next.layout.content, indent: indent + STEP, isFlat });
    } else if (next.layout.kind === 'group') {
      const flat = { layout: next.layout.content, indent, isFlat: true };
      const isOnOneLine = isFlat || (!next.layout.isBroken && fits(flat, left, WIDTH - column));
      left.push(isOnOneLine ? flat : { ...flat, isFlat: false });
    } else {
      const { alternatives } = next.layout;
      const at = (each: Layout): Part => ({ layout: each, indent, isFlat });
      const fitting = alternatives.find((each) => fits(at(each), left, WIDTH - column));
      left.push(at(fitting ?? alternatives[alternatives.length - 1]));
    }
  }
  return text;
}

/** Returns whether what comes before the next line break fits. */
function fits(first: Part, rest: readonly Part[], width: number): boolean {
  let left = width;
  let restIndex = rest.length;
  const parts: Part[] = [first];
  while (left >= 0) {
    const part = parts.pop() ?? rest[--restIndex];
    if (part === undefined) return true;
    const { layout, indent, isFlat } = part;
    if (typeof layout === 'string') {
      const newline = layout.indexOf('\n');
      left -= newline < 0 ? layout.length : newline;
      if (newline >= 0) return left >= 0;
    } else if (isSequence(layout)) {
      parts.push(...partsOf(layout, part));
    } else if (layout.kind === 'line') {
      if (!isFlat) return left - layout.before.length >= 0;
      left -= layout.flat.length;
    } else if (layout.kind === 'indented') {
      parts.push({ layout: layout.content, indent, isFlat });
    } else if (layout.kind === 'group') {
      parts.push({ layout: layout.content, indent, isFlat: !layout.isBroken });
    } else {
      parts.push({ layout: layout.alternatives[0], indent, isFlat });
    }
  }
  return false;
}

function partsOf(layouts: readonly Layout[], { indent, isFlat }: Part): Part[] {
  return layouts.map((layout) => ({ layout, indent, isFlat })).reverse();
}

function isSequence(layout: Layout): layout is readonly Layout[] {
  return Array.isArray(layout);
}
