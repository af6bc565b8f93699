import { quoted } from '../common/listing';
import { howText } from '../prove/matrix';
import type { ProofReport, ReportedGap, ReportedGuarantee } from '../prove/proof-report';
import type { Seconds } from './seconds';

/** The scope and time limit of an expectation. */
export interface SurvivalExpectation {
  /** The name of the API Management service; all services if omitted. */
  readonly apiManagement?: string;
  /** The name of the API; all APIs if omitted. */
  readonly api?: string;
  /** The longest time that a client may wait; unlimited if omitted. */
  readonly within?: Seconds;
}

/** A failure that the stack is expected to survive. */
export interface ExpectedSurvival {
  readonly backends: ReadonlySet<string>;
  /** The way in which the backends fail; every way if omitted. */
  readonly how?: string;
  readonly scope: SurvivalExpectation;
}

/** Returns the guarantees of a failure: exactly these backends fail, in this way or, if it is omitted, in every way. */
export function guaranteesFor(report: ProofReport, { backends, how, scope }: ExpectedSurvival): ReportedGuarantee[] {
  return report.guarantees.filter(
    ({ failure, ...guarantee }) =>
      isInScope(guarantee, scope) &&
      failure.backends.length === backends.size &&
      failure.backends.every((backend) => backends.has(backend)) &&
      (how === undefined || isHow(failure, how)),
  );
}

/** Returns the gaps in the scope of an expectation. */
export function gapsIn({ notProved }: ProofReport, scope: SurvivalExpectation): ReportedGap[] {
  return notProved.filter((gap) => isInScope({ ...gap, api: gap.api ?? scope.api }, scope));
}

/**
 * Returns why the expected failure does not exist; undefined if it exists.
 *
 * @param found the guarantees of the failure; undefined if they are not known
 */
export function missingFailure(
  report: ProofReport,
  { backends, how, scope }: ExpectedSurvival,
  found: readonly ReportedGuarantee[] | undefined,
): string | undefined {
  const { apiManagement, api } = scope;
  const places = [...report.requests, ...report.notProved];
  const services = places.map(({ service }) => service);
  if (apiManagement !== undefined && !services.includes(apiManagement)) {
    return `no API Management service is named '${apiManagement}'; known: ${namesOf(services)}`;
  }
  const apis = places.filter((place) => isInScope(place, { apiManagement })).flatMap((place) => place.api ?? []);
  if (api !== undefined && !apis.includes(api)) return `no API is named '${api}'; known: ${namesOf(apis)}`;
  if (!found || found.length > 0) return undefined;

  const played = report.guarantees.filter((guarantee) => isInScope(guarantee, scope)).map(({ failure }) => failure);
  const known = new Set(played.flatMap((failure) => failure.backends));
  const unknown = [...backends].filter((backend) => !known.has(backend));
  if (unknown.length > 0) return `no simulated failure includes ${quoted(unknown)}; known: ${namesOf([...known])}`;
  const names = [...backends].join(' + ');
  const ways = guaranteesFor(report, { backends, scope }).map(({ failure }) => howText(failure));
  if (ways.length > 0) return `no simulated failure of ${names} is '${how}'; known: ${namesOf(ways)}`;
  const sets = played.map((failure) => failure.backends.join(' + '));
  return `no simulated failure consists of exactly ${names}; known: ${namesOf(sets)}`;
}

function namesOf(names: readonly string[]): string {
  return quoted([...new Set(names)]) || 'none';
}

function isInScope(
  place: { readonly service: string; readonly api?: string | null },
  { apiManagement, api }: SurvivalExpectation,
): boolean {
  return (apiManagement === undefined || place.service === apiManagement) && (api === undefined || place.api === api);
}

/** A status can be any status of its class, or the class as the matrix shows it. */
function isHow({ how, statusCodes }: ReportedGuarantee['failure'], asked: string): boolean {
  if (statusCodes !== undefined && asked === `status ${statusCodes}`) return true;
  const [, status] = /^status (\d{3})$/.exec(asked) ?? [];
  if (how === asked || status === undefined || statusCodes === undefined) return how === asked;
  return statusCodes.split(', ').some((span) => {
    const [min, max = min] = span.split('-').map(Number);
    return min <= Number(status) && Number(status) <= max;
  });
}
