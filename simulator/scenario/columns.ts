/** A column of a table: its caption and alignment. */
export interface Column {
  readonly caption: string;
  readonly align?: 'left' | 'right';
  /** The maximum width of cells. */
  readonly widest?: number;
  /** The minimum width if the table is too wide. */
  readonly narrowest?: number;
}

const GAP = '  ';

/** A row: a cell of one or more lines for each column, or a single text. */
export type Row = readonly (readonly string[])[] | string;

/** Formats rows with captions in aligned columns, with lines of at most `widest` characters. */
export function columns(head: readonly Column[], rows: readonly Row[], widest: number): string[] {
  const cells = rows.filter((row) => typeof row !== 'string');
  const widths = fitted(
    head,
    head.map(({ caption, widest: most = Infinity }, index) =>
      Math.min(most, Math.max(caption.length, ...cells.flatMap((row) => row[index].map(({ length }) => length)))),
    ),
    widest,
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const cut = text.length <= widths[index] ? text : `${text.slice(0, widths[index] - 3)}...`;
        return head[index].align === 'right' ? cut.padStart(widths[index]) : cut.padEnd(widths[index]);
      })
      .join(GAP)
      .trimEnd();
  return [
    line(head.map(({ caption }) => caption)),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.flatMap((row) => {
      if (typeof row === 'string') return [row];
      const height = Math.max(...row.map(({ length }) => length));
      return Array.from({ length: height }, (_, n) => line(row.map((cell) => cell[n] ?? '')));
    }),
  ];
}

/** Returns the widths after narrowing flexible columns, starting with the first. */
function fitted(head: readonly Column[], widths: readonly number[], widest: number): number[] {
  let over = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1)) - widest;
  return widths.map((width, index) => {
    const given = Math.max(0, Math.min(over, width - (head[index].narrowest ?? width)));
    over -= given;
    return width - given;
  });
}
