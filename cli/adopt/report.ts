/** What became of the input, line by line. */
export class Report {
  private readonly written: string[] = [];
  private readonly kept: string[] = [];
  private readonly toFillIn: string[] = [];
  private readonly leftOut: string[] = [];
  private readonly forgotten: string[] = [];
  /** Whether something is left out that affects requests. */
  isIncomplete = false;

  /** @param tool - the command-line tool that deploys the program */
  constructor(private readonly tool: string) {}

  /** A resource that a construct declares, and the construct. */
  addWritten(address: string, what: string): void {
    this.written.push(`${address}: ${what}`);
    // An ARM template has no state.
    if (!/^Microsoft\./i.test(address)) this.forgotten.push(address);
  }

  /** A resource that is declared, or partly declared, as it is. */
  addKept(address: string, why: string): void {
    this.kept.push(`${address}: ${why}`);
  }

  addToFillIn(name: string, what: string): void {
    this.toFillIn.push(`${name}: ${what}`);
  }

  /** @param affects whether it affects requests */
  addLeftOut(address: string, why: string, affects: boolean): void {
    this.leftOut.push(`${address}: ${why}`);
    this.isIncomplete ||= affects;
  }

  text(folder: string): string {
    return [
      ...section('written', this.written),
      ...section('kept as it is', this.kept),
      ...section('fill in', this.toFillIn),
      ...section('left out', this.leftOut),
      ...section(
        `after '${this.tool} deploy' in ${folder}, in the old configuration`,
        this.forgotten.map((address) => `terraform state rm ${quoted(address)}`),
      ),
    ].join('\n');
  }
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title}\n${lines.map((line) => `  ${line}\n`).join('')}`];
}

/** Quotes an address for a shell. */
function quoted(address: string): string {
  return /^[\w.-]+$/.test(address) ? address : `'${address.replaceAll("'", "'\\''")}'`;
}
