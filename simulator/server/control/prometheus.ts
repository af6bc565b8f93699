/** Writes the text format of Prometheus, version 0.0.4, and counts what is written. */
export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';

export type Labels = Readonly<Record<string, string>>;

export interface Sample {
  readonly labels: Labels;
  readonly value: number;
  /** The suffix of the metric name. */
  readonly suffix?: string;
}

export interface Metric {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly samples: readonly Sample[];
}

export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(metricText).join('');
}

function metricText({ name, type, help, samples }: Metric): string {
  const lines = [`# HELP ${name} ${escaped(help)}`, `# TYPE ${name} ${type}`];
  for (const { labels, value, suffix = '' } of samples) lines.push(`${name}${suffix}${labelText(labels)} ${value}`);
  return `${lines.join('\n')}\n`;
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value).replaceAll('"', '\\"')}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}

/** Further series are counted as one, since labels can contain values from requests. */
export const MOST_SERIES = 1000;
const OTHER = 'other';

/** A counter with a series for each pair of labels. */
export class PairCounter {
  private readonly counts = new Map<string, Map<string, number>>();
  private series = 0;

  constructor(
    private readonly first: string,
    private readonly second: string,
  ) {}

  add(first: string, second: string, amount = 1): void {
    if (this.series >= MOST_SERIES && !this.counts.get(first)?.has(second)) first = second = OTHER;
    let seconds = this.counts.get(first);
    if (!seconds) this.counts.set(first, (seconds = new Map<string, number>()));
    const count = seconds.get(second);
    if (count === undefined) this.series++;
    seconds.set(second, (count ?? 0) + amount);
  }

  samples(): Sample[] {
    return [...this.counts].flatMap(([first, seconds]) =>
      [...seconds].map(([second, value]) => ({ labels: { [this.first]: first, [this.second]: second }, value })),
    );
  }
}

/** Counts values by upper bounds, given in ascending order. */
export class Histogram {
  private readonly counts: number[];
  private sum = 0;
  private count = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.counts = bounds.map(() => 0);
  }

  observe(value: number): void {
    this.sum += value;
    this.count++;
    const index = this.bounds.findIndex((bound) => value <= bound);
    if (index !== -1) this.counts[index]++;
  }

  samples(): Sample[] {
    let below = 0;
    const buckets = this.bounds.map((bound, index) => {
      below += this.counts[index];
      return { suffix: '_bucket', labels: { le: String(bound) }, value: below };
    });
    return [
      ...buckets,
      { suffix: '_bucket', labels: { le: '+Inf' }, value: this.count },
      { suffix: '_sum', labels: {}, value: this.sum },
      { suffix: '_count', labels: {}, value: this.count },
    ];
  }
}
