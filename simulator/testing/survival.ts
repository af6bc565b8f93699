import { quoted } from '../common/listing';
import { howText } from '../prove/matrix';
import type { ProofReport, ReportedGap, ReportedGuarantee } from '../prove/proof-report';
import type { Seconds } from './seconds';

/** What a stack is expected to survive. */
export interface SurvivalExpectation {
  /** The API Management service; all of them if left out. */
  readonly apiManagement?: string;
  /** The API's name; all of them if left out. */
  readonly api?: string;
  /** The longest that a client may wait; as long as it takes if left out. */
  readonly within?: Seconds;
}

/** A failure that is expected to be survived. */
export interface ExpectedSurvival {
  readonly backends: ReadonlySet<string>;
  /** Any way if left out. */
  readonly how?: string;
  readonly scope: SurvivalExpectation;
}

/** The guarantees of a failure: exactly these backends fail, in this way or, if that is left out, in any. */
export function guaranteesFor(report: ProofReport, { backends, how, scope }: ExpectedSurvival): ReportedGuarantee[] {
  return report.guarantees.filter(
    ({ failure, ...guarantee }) =>
      isInScope(guarantee, scope) &&
      failure.backends.length === backends.size &&
      failure.backends.every((backend) => backends.has(backend)) &&
      (how === undefined || isHow(failure, how)),
  );
}

/** What is not proved of what an expectation is about. */
export function gapsIn({ notProved }: ProofReport, scope: SurvivalExpectation): ReportedGap[] {
  return notProved.filter((gap) => isInScope({ ...gap, api: gap.api ?? scope.api }, scope));
}

/**
 * Why there is nothing to expect; undefined if there is.
 *
 * @param found the guarantees of the failure; undefined where it is not known which there would be
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
    return `there is no API Management service '${apiManagement}'; known: ${namesOf(services)}`;
  }
  const apis = places.filter((place) => isInScope(place, { apiManagement })).flatMap((place) => place.api ?? []);
  if (api !== undefined && !apis.includes(api)) return `there is no API '${api}'; known: ${namesOf(apis)}`;
  if (!found || found.length > 0) return undefined;

  const played = report.guarantees.filter((guarantee) => isInScope(guarantee, scope)).map(({ failure }) => failure);
  const known = new Set(played.flatMap((failure) => failure.backends));
  const unknown = [...backends].filter((backend) => !known.has(backend));
  if (unknown.length > 0) return `there is no backend ${quoted(unknown)} that fails; known: ${namesOf([...known])}`;
  const names = [...backends].join(' + ');
  const ways = guaranteesFor(report, { backends, scope }).map(({ failure }) => howText(failure));
  if (ways.length > 0) return `${names} never fails with '${how}'; known: ${namesOf(ways)}`;
  const sets = played.map((failure) => failure.backends.join(' + '));
  return `no API has ${names} failing together, and nothing else; known: ${namesOf(sets)}`;
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

/** A status may be any of its class, or the class as it is shown. */
function isHow({ how, statusCodes }: ReportedGuarantee['failure'], asked: string): boolean {
  if (statusCodes !== undefined && asked === `status ${statusCodes}`) return true;
  const [, status] = /^status (\d{3})$/.exec(asked) ?? [];
  if (how === asked || status === undefined || statusCodes === undefined) return how === asked;
  return statusCodes.split(', ').some((span) => {
    const [min, max = min] = span.split('-').map(Number);
    return min <= Number(status) && Number(status) <= max;
  });
}
