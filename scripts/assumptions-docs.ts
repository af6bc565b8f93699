// Generates the sections on assumptions in docs/simulator.md and in the scenario schema from the table in lib.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assumption, ASSUMPTIONS, NumberRange } from '../lib/failover';

type Value = string | number | boolean | null;

const TABLE = Object.entries<Assumption<Value>>(ASSUMPTIONS);

/** The assumption whose default depends on the service. */
const DERIVED = 'units';

/** Returns the document with the part between `<!-- assumptions -->` and `<!-- end -->` generated. */
export function withAssumptions(document: string): string {
  return document.replace(
    /(<!-- assumptions -->\n)[\s\S]*?(<!-- end -->)/,
    (_, start: string, end: string) => `${start}\n${TABLE.map(section).join('\n\n')}\n\n${end}`,
  );
}

/** Returns the text of the schema with the properties of the assumptions generated. */
export function withAssumptionFields(schema: string): string {
  const fields = Object.fromEntries(TABLE.map(([name, assumption]) => [name, field(name, assumption)]));
  return schema.replace(
    /("assumptions": \{\s+"description".*\s+"type".*\s+"additionalProperties".*\s+"properties": )\{[\s\S]*?\}(\s+\},\s+"expectation")/,
    (_, start: string, end: string) => `${start}${JSON.stringify(fields, null, 2)}${end}`,
  );
}

function section([name, { title, evidence, confidence, ...assumption }]: (typeof TABLE)[number]): string {
  const facts = [
    `**Values:** ${allowed(assumption)}.`,
    `**Default:** ${name === DERIVED ? 'derived from the SKU, or 1' : code(assumption.default)}.`,
    `**Confidence:** ${confidence === undefined ? 'not known' : `${confidence} %`}.`,
  ];
  return `### ${name}\n\n${title} ${facts.join(' ')}\n\nEvidence: ${evidence}`;
}

/** For example, `sliding` or `fixed`, or whole numbers from 1 to 1000. */
function allowed({ values, range }: Pick<Assumption<Value>, 'values' | 'range'>): string {
  const others = values.filter((value) => !range || typeof value !== 'number');
  return [...(range ? [numbers(range)] : []), ...others.map(code)].join(' or ');
}

function numbers({ least, most, isWhole }: NumberRange): string {
  return `${isWhole ? 'whole numbers' : 'numbers'} from ${least}${most === undefined ? '' : ` to ${most}`}`;
}

function code(value: Value): string {
  return `\`${String(value)}\``;
}

function field(name: string, { title, values, range, ...rest }: Assumption<Value>): object {
  const description = name === DERIVED ? `${title} If omitted, it is derived from the SKU of the service.` : title;
  return {
    description,
    ...(range
      ? numberField(values, range)
      : typeof rest.default === 'boolean'
        ? { type: 'boolean' }
        : { enum: values }),
    ...(name === DERIVED ? {} : { default: rest.default }),
  };
}

function numberField(values: readonly Value[], { least, most, isWhole }: NumberRange): object {
  const type = isWhole ? 'integer' : 'number';
  return {
    type: values.includes(null) ? [type, 'null'] : type,
    minimum: least,
    ...(most === undefined ? {} : { maximum: most }),
  };
}

/** The generated files. */
export const SIMULATOR_PAGE = 'docs/simulator.md';
export const SCENARIO_SCHEMA = 'simulator/scenario/scenario.schema.json';

if (require.main === module) {
  for (const [name, write] of [
    [SIMULATOR_PAGE, withAssumptions],
    [SCENARIO_SCHEMA, withAssumptionFields],
  ] as const) {
    const file = join(__dirname, '..', name);
    writeFileSync(file, write(readFileSync(file, 'utf8')));
  }
}
