import { App, TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import { formatFinding } from '../../lib/failover';
import { printable } from '../../lib/messages';
import { findingsOf } from '../../simulator/check/findings-of';
import { deploymentOf } from '../../simulator/deployment';
import { SimulationError } from '../../simulator/common/simulation-error';

/** What an app's synth and `apim-failover check` say of its failover. */
export interface Said {
  readonly atSynth: readonly string[];
  readonly atCheck: readonly string[];
}

/**
 * What is said on both sides: findings, less those that one side cannot know. Annotations stay once they are made, so
 * a test that changes an app between two synths says what it had before too.
 */
export async function bothSidesOf(app: App): Promise<Said> {
  const stacks = app.node.findAll().filter((node): node is TerraformStack => node instanceof TerraformStack);
  const sources = stacks.map((stack) => ({ name: `${stack.node.id}/cdk.tf.json`, json: Testing.synth(stack) }));
  const { told, acknowledged } = toldAtSynth(app);
  const found = await foundIn(sources);
  if (found === undefined) return { atSynth: [], atCheck: [] };
  const isElsewhere = told.some((each) => /^AF204 policies of API .* outside its pool/.test(each));
  const isKnownToBoth = (line: string): boolean => {
    const code = line.slice(0, 5);
    if (KNOWN_TO_ONE.has(code)) return false;
    // A member that acknowledges it says so by itself; the JSON knows of no acknowledgement.
    if (code === 'AF106' && acknowledged.some((each) => each.startsWith(code))) return false;
    // The constructs do not read YAML.
    if (code === 'AF202' && told.some((each) => each.includes('any operation, idempotent or not,'))) return false;
    // Of two with one name, `check` judges the first.
    if (told.some((each) => each.startsWith('AF010'))) return code === 'AF010';
    // Where the caller's own policies send requests, only `check` follows.
    if (isElsewhere && /^AF(?:00[45]|1\d\d|204)/.test(code)) return false;
    // A condition that only `check` evaluates.
    return !told.some((each) => each.startsWith('AF203'));
  };
  return { atSynth: sorted(told.filter(isKnownToBoth)), atCheck: sorted(found.filter(isKnownToBoth)) };
}

const KNOWN_TO_ONE: ReadonlySet<string> = new Set([
  // Of a service that is known by its id or name alone, the JSON does not tell the tier.
  'AF003',
  // Policy expressions are compiled by `check` alone.
  'AF009',
  // A latency budget does not reach Azure.
  'AF112',
  'AF203',
]);

const FINDING = /^AF\d{3} /;
const ACKNOWLEDGED = / Acknowledged: .*$/s;

function toldAtSynth(app: App): { readonly told: string[]; readonly acknowledged: string[] } {
  const lines = app.node
    .findAll()
    .flatMap(({ node }: IConstruct) => [
      ...node.metadata.filter(({ type }) => type.startsWith('@cdktf/')).map(({ data }) => String(data)),
      ...node.validate(),
    ])
    .filter((line) => FINDING.test(line));
  return {
    told: lines.map((line) => line.replace(ACKNOWLEDGED, '')),
    acknowledged: lines.filter((line) => ACKNOWLEDGED.test(line)),
  };
}

/** Undefined where `check` says that it cannot read the stack, since something is known only once deployed. */
async function foundIn(sources: readonly { name: string; json: string }[]): Promise<string[] | undefined> {
  try {
    const found = await findingsOf(deploymentOf(sources, 'kept'));
    return found.map((each) => printable(formatFinding(each)));
  } catch (error) {
    if (error instanceof SimulationError && error.faults.every((fault) => UNREADABLE.test(fault))) return undefined;
    throw error;
  }
}

const UNREADABLE =
  /no API Management service is declared|is required, but its value is not known|content_value cannot be read as /;

/** Where a finding is about differs: a construct's path, or Terraform's address. */
function sorted(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}
