import { bounded, budget } from '../budget';
import { registerClass } from '../runtime-type';
import { type } from '../types';

/** A `Group`; the text of one that is not part of the match is empty. */
export class GroupValue {
  constructor(private readonly captured: string | undefined) {}

  get text(): string {
    return this.captured ?? '';
  }

  get isFound(): boolean {
    return this.captured !== undefined;
  }
}

/** A `Match`. */
export class MatchValue extends GroupValue {
  /** @param order - the number in JavaScript of each group of .NET */
  constructor(
    private readonly match: RegExpExecArray | null,
    private readonly order: readonly number[],
  ) {
    super(match?.[0]);
  }

  get index(): number {
    return this.match?.index ?? 0;
  }

  /** The number of groups, including that of the whole match. */
  get count(): number {
    return this.match ? this.order.length : 1;
  }

  group(number: number): string | undefined {
    return number >= 0 && number < this.order.length ? this.match?.[this.order[number]] : undefined;
  }

  named(name: string): string | undefined {
    if (/^\d+$/.test(name)) return this.group(Number(name));
    const groups = this.match?.groups;
    return groups && Object.hasOwn(groups, name) ? groups[name] : undefined;
  }

  /** Returns the texts of the groups that are part of the match. */
  captures(): string[] {
    return this.order.slice(1).flatMap((_, index) => this.group(index + 1) ?? []);
  }

  /** Replaces `$1`, `${name}`, `$&`, and the like. References to unknown groups stay unchanged. */
  substituted(by: string): string {
    budget.spend(4 * by.length);
    return by.replace(/\$(?:(\d+)|\{(\w+)\}|([$&`'+_]))/g, (whole, digits?: string, name?: string, sign?: string) => {
      if (sign !== undefined) return bounded(this.special(sign));
      const key = digits ?? name ?? '';
      if (/^\d+$/.test(key)) return Number(key) < this.order.length ? bounded(this.group(Number(key)) ?? '') : whole;
      const { groups } = this.match!;
      return groups && Object.hasOwn(groups, key) ? bounded(groups[key] ?? '') : whole;
    });
  }

  private special(sign: string): string {
    const { input, index } = this.match!;
    switch (sign) {
      case '&':
        return this.text;
      case '`':
        return input.slice(0, index);
      case "'":
        return input.slice(index + this.text.length);
      case '+':
        return this.group(this.order.length - 1) ?? '';
      case '_':
        return input;
      default:
        return '$';
    }
  }
}

registerClass(GroupValue, type('Group'));
registerClass(MatchValue, type('Match'));
