import { App, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { IConstruct } from 'constructs';
import { CircuitBreakerBackend, FailoverApi, PriorityPool } from '../../lib';
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
  const found = await foundIn(sources, subjectsByAddress(app));
  if (found === undefined) return { atSynth: [], atCheck: [] };
  const says = (subjects: readonly string[], what: RegExp): boolean =>
    told.some((each) => what.test(each.line) && each.subjects.some((subject) => subjects.includes(subject)));
  const isKnownToBoth = ({ line, subjects }: Line): boolean => {
    const code = line.slice(0, 5);
    if (KNOWN_TO_ONE.has(code)) return false;
    // A member that acknowledges it says so by itself; the JSON knows of no acknowledgement.
    if (code === 'AF106' && acknowledged.some((each) => each.line.startsWith(code))) return false;
    // The constructs do not read YAML.
    if (code === 'AF202' && says(subjects, /any operation, idempotent or not,/)) return false;
    // Of two with one name, `check` judges the first.
    if (says(subjects, /^AF010/)) return code === 'AF010';
    // Where the caller's own policies send requests, only `check` follows.
    if (FAILS_OVER.test(code) && says(subjects, /^AF204 policies of API .* outside its pool/)) return false;
    // A condition that only `check` evaluates.
    return !(FAILS_OVER.test(code) && says(subjects, /^AF203/));
  };
  const lines = (all: readonly Line[]): string[] =>
    sorted(all.filter(isKnownToBoth).map(({ line }) => ofElsewhere(line)));
  return { atSynth: lines(told), atCheck: lines(found) };
}

/** A finding, and the paths of the constructs that it can be about. */
interface Line {
  readonly line: string;
  readonly subjects: readonly string[];
}

/** The findings that say whether requests of an API fail over. */
const FAILS_OVER = /^AF(?:00[45]|1\d\d|204)$/;

/** The construct of the library that a construct belongs to. */
function subjectOf(node: IConstruct): string {
  const scopes = node.node.scopes.filter(
    (scope) => scope instanceof FailoverApi || scope instanceof PriorityPool || scope instanceof CircuitBreakerBackend,
  );
  return (scopes.at(0) ?? node).node.path;
}

/** The constructs by Terraform address; two stacks can have the same address. */
function subjectsByAddress(app: App): ReadonlyMap<string, readonly string[]> {
  const subjects = new Map<string, string[]>();
  for (const node of app.node.findAll()) {
    if (!(node instanceof TerraformResource)) continue;
    const address = `${node.terraformResourceType}.${node.friendlyUniqueId}`;
    subjects.set(address, [...(subjects.get(address) ?? []), subjectOf(node)]);
  }
  return subjects;
}

/** What is deployed elsewhere: the constructs know its kind, and can be told its settings; the JSON has its name alone. */
function ofElsewhere(line: string): string {
  const name = ELSEWHERE.exec(line)?.slice(2).find(Boolean);
  return name === undefined ? line : `${line.slice(0, 5)} '${name}' is deployed elsewhere`;
}

const ELSEWHERE =
  /^AF(107|204) (?:the members of pool '(.*?)' are|the failures that trip the circuit breaker of backend '(.*?)' are|a policy of API '.*?' names the backend '(.*?)', which is not declared)/;

const KNOWN_TO_ONE: ReadonlySet<string> = new Set([
  // Of a service that is known by its id or name alone, the JSON does not tell the tier.
  'AF003',
  // Policy expressions are compiled by `check` alone.
  'AF009',
  // Documents are compared with Microsoft's policy reference by `check` alone.
  'AF116',
  // A latency budget does not reach Azure.
  'AF112',
  'AF203',
]);

const FINDING = /^AF\d{3} /;
const ACKNOWLEDGED = / Acknowledged: .*$/s;

function toldAtSynth(app: App): { readonly told: Line[]; readonly acknowledged: Line[] } {
  const lines = app.node.findAll().flatMap((construct: IConstruct): Line[] => {
    const { metadata } = construct.node;
    const all = [
      ...metadata.filter(({ type }) => type.startsWith('@cdktf/')).map(({ data }) => String(data)),
      ...construct.node.validate(),
    ];
    return all.filter((line) => FINDING.test(line)).map((line) => ({ line, subjects: [subjectOf(construct)] }));
  });
  return {
    told: lines.map(({ line, subjects }) => ({ line: line.replace(ACKNOWLEDGED, ''), subjects })),
    acknowledged: lines.filter(({ line }) => ACKNOWLEDGED.test(line)),
  };
}

/** Undefined where `check` says that it cannot read the stack, since something is known only once deployed. */
async function foundIn(
  sources: readonly { name: string; json: string }[],
  subjects: ReadonlyMap<string, readonly string[]>,
): Promise<Line[] | undefined> {
  try {
    const deployment = deploymentOf(sources, 'check');
    const found = await findingsOf(deployment);
    // A policy or a name that is not known before the deployment is judged by the constructs alone.
    if (deployment.warnings.some((warning) => warning.includes('nothing is known about requests'))) return undefined;
    if (found.some((each) => formatFinding(each).includes('${'))) return undefined;
    return found.map((each) => ({
      line: printable(formatFinding(each)),
      subjects: subjects.get(each.address) ?? [each.address],
    }));
  } catch (error) {
    if (error instanceof SimulationError && error.faults.every((fault) => UNREADABLE.test(fault))) return undefined;
    throw error;
  }
}

const UNREADABLE =
  /no API Management service is declared|is required, but its value is not known|: (?:count|for_each|condition|the number of copies) is not known: |content_value cannot be read as /;

/** Where a finding is about differs: a construct's path, or Terraform's address. */
function sorted(lines: readonly string[]): string[] {
  return [...new Set(lines)].sort();
}
