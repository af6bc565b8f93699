/** A directed graph: an edge leads from what waits to what it waits for. */
export class Graph {
  private readonly edges = new Map<string, Set<string>>();

  add(node: string): void {
    if (!this.edges.has(node)) this.edges.set(node, new Set());
  }

  has(node: string): boolean {
    return this.edges.has(node);
  }

  connect(from: string, to: string): void {
    this.add(from);
    this.add(to);
    if (from !== to) this.edges.get(from)?.add(to);
  }

  disconnect(from: string, to: string): void {
    this.edges.get(from)?.delete(to);
  }

  /** Returns the nodes that wait for a node. */
  waitingFor(node: string): string[] {
    return [...this.edges].filter(([, tos]) => tos.has(node)).map(([from]) => from);
  }

  /** Returns everything that a node waits for, also through others. A node in a cycle waits for itself. */
  ancestors(node: string): Set<string> {
    const found = new Set<string>();
    const open = [node];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      for (const to of this.edges.get(next) ?? []) {
        if (found.has(to)) continue;
        found.add(to);
        open.push(to);
      }
    }
    return found;
  }

  /** Returns the nodes that wait for themselves. */
  cycle(): string[] {
    return [...this.edges.keys()].filter((node) => this.ancestors(node).has(node));
  }
}
