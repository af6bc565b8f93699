import { Position } from './document';
import { BYTE_ORDER_MARK } from './xml';

/** The lines of a source, for computing positions. */
export class Lines {
  private readonly starts: number[];

  constructor(source: string) {
    this.starts = [source.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0];
    for (let at = source.indexOf('\n'); at >= 0; at = source.indexOf('\n', at + 1)) this.starts.push(at + 1);
  }

  positionOf(at: number): Position {
    let line = 0;
    let beyond = this.starts.length;
    while (beyond - line > 1) {
      const middle = (line + beyond) >> 1;
      if (this.starts[middle] <= at) line = middle;
      else beyond = middle;
    }
    return { line: line + 1, column: at - this.starts[line] + 1 };
  }
}
