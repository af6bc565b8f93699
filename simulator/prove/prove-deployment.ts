import { NotPlayedError, PlayLimit } from '../../lib/failover';
import type { ClientRequest } from '../common/client-request';
import type { DeployedApi, DeployedOperation, DeployedProduct, DeployedService, Deployment } from '../deployment';
import type { Decide } from '../check/policy-values';
import type { CompiledService } from '../engine/compiled-service';
import { compileService } from '../policies/compile-service';
import { whyChanging, whyUnknown } from '../deployment/why-unknown';
import { loadCSharp } from '../expressions';
import { loadParser } from '../expressions/grammar';
import { RetryDecisions } from '../check/retry-decisions';
import { SimulationError } from '../common/simulation-error';
import { Cases, casesOf, ProofCase } from './case';
import { belongingOf, GivenRequest } from './given-requests';
import { Likeness } from './likeness';
import { NOT_PLAYED } from './not-played';
import { CaseProof, proveCase } from './prove-case';

/** The proof of a request. */
export interface Proven {
  readonly service: DeployedService;
  readonly case: ProofCase;
  readonly proof: CaseProof;
}

/** A gap in the proof: an API, an operation or a request, as far as it is known. */
export interface NotProved {
  readonly service: DeployedService;
  readonly api?: DeployedApi;
  readonly operation?: DeployedOperation;
  readonly product?: DeployedProduct;
  readonly region?: string;
  readonly request?: ClientRequest;
  readonly why: string;
}

export interface DeploymentProof {
  readonly proven: readonly Proven[];
  readonly notProved: readonly NotProved[];
  /** The skipped policies, by element name. */
  readonly ignored: readonly string[];
  /** What was passed over while the deployment was read. */
  readonly warnings: readonly string[];
}

export interface ProveOptions {
  /** Requests to use instead of those generated from operations. */
  readonly requests?: readonly ClientRequest[];
  /** The file that the requests are from, for faults. */
  readonly source?: string;
  /** Whether requests that match no operation are allowed. */
  readonly strays?: 'refused' | 'passed over';
  /** The policies to skip, by element name. */
  readonly ignorePolicies?: readonly string[];
  /**
   * The limit of simulated attempts of all cases together.
   * @default - about as many as take some minutes
   */
  readonly limit?: PlayLimit;
  /** Receives the number of completed and of all cases after each case. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Proves the failover of a deployment: runs every distinct request through its policies, in every region, under every
 * failure. Cases that differ only in names run once. Gaps do not prevent the proof of the rest.
 *
 * @throws SimulationError that lists the given requests that match no operation.
 */
export async function proveDeployment(
  { services, warnings }: Deployment,
  {
    requests = [],
    strays = 'refused',
    source,
    ignorePolicies = [],
    limit = new PlayLimit(MOST_ATTEMPTS),
    onProgress,
  }: ProveOptions = {},
): Promise<DeploymentProof> {
  const csharp = await loadCSharp();
  const decisions = new RetryDecisions(await loadParser());
  const ignored = [...NOT_PLAYED, ...ignorePolicies];
  const compiled = services.map((service) => compileService(service, csharp, ignored));
  const given = belongingOf(requests, compiled, strays, source);
  const notProved = services.some(({ apis }) => apis.length > 0) ? [] : services.map(withoutApis);
  const cases = compiled.flatMap((each) =>
    each.service.apis
      .filter(({ isCurrent }) => isCurrent)
      .flatMap((api) => casesIn(each, api, given.get(each) ?? [], notProved)),
  );
  const prover = new Prover((condition) => decisions.decide(condition), limit);
  const proven = cases.flatMap(({ compiled: each, given: own }, index) => {
    const { service } = each;
    const { result: proof, faults = [] } = attempt(() => prover.prove(each, own));
    const reasons = proof && proof.unplayed > 0 ? [unplayedOf(proof)] : faults;
    notProved.push(...reasons.map((why) => ({ service, ...own, why })));
    onProgress?.(index + 1, cases.length);
    return proof ? [{ service, case: own, proof }] : [];
  });
  return { proven, notProved, ignored, warnings };
}

/** If other services have APIs, a service without any is shared or looked up. */
function withoutApis(service: DeployedService): NotProved {
  return { service, why: 'no API of the service is declared, so there is nothing to prove' };
}

interface CompiledCase {
  readonly compiled: CompiledService;
  readonly given: ProofCase;
}

/** Returns the cases of an API and adds the reasons for missing ones to `notProved`. */
function casesIn(
  compiled: CompiledService,
  api: DeployedApi,
  requests: readonly GivenRequest[],
  notProved: NotProved[],
): CompiledCase[] {
  const { service } = compiled;
  const { result: { cases, unreachable } = NO_CASES, faults = [] } = attempt(() => casesOf(compiled, api, requests));
  const isEmpty = cases.length + unreachable.length + faults.length === 0;
  const reasons = isEmpty ? ['it has no operations'] : faults;
  notProved.push(...reasons.map((why) => ({ service, api, why })));
  const other = compiled.router.unknownBelow(api);
  const why = other ? takenBy(other) : UNREACHABLE;
  notProved.push(...unreachable.map((operation) => ({ service, api, operation, why })));
  return cases.map((given) => ({ compiled, given }));
}

const UNREACHABLE = 'no request generated from its URL template reaches it; provide one with --requests';

function takenBy({ name, path }: DeployedApi): string {
  return `its requests can be those of API '${name}', whose path is not known: ${path}`;
}

const NO_CASES: Cases = { cases: [], unreachable: [] };

/** Returns the result, or the reasons why it cannot be simulated. */
function attempt<T>(run: () => T): { readonly result?: T; readonly faults?: readonly string[] } {
  try {
    return { result: run() };
  } catch (error) {
    if (error instanceof SimulationError) return { faults: error.faults };
    if (error instanceof NotPlayedError) return { faults: [error.message] };
    throw error;
  }
}

function unplayedOf({ unplayed, guarantees }: CaseProof): string {
  return `${unplayed} of ${unplayed + guarantees.length} failures are not simulated: they take too many attempts in total`;
}

/** The default limit, which takes some minutes. */
const MOST_ATTEMPTS = 10_000_000;

const TOO_MUCH_BEFORE =
  'it is not simulated: the proofs before it take too many attempts; prove smaller stacks or fewer requests';

/** Proves cases; equivalent cases are proved once. */
class Prover {
  private readonly known = new Map<string, { readonly names: readonly string[]; readonly proof: CaseProof }>();

  constructor(
    private readonly decide: Decide,
    private readonly limit: PlayLimit,
  ) {}

  prove(compiled: CompiledService, given: ProofCase): CaseProof {
    const { service } = compiled;
    const why = whyUnknown(service, given.api, given.documents) ?? whyChanging(service, given.documents);
    if (why !== undefined) throw new SimulationError([why]);
    const likeness = new Likeness(compiled, given);
    const { key, names } = likeness;
    const same = key === undefined ? undefined : this.known.get(key);
    if (same) return likeness.renamed(same.proof, same.names);
    if (this.limit.isReached) throw new SimulationError([TOO_MUCH_BEFORE]);
    const proof = proveCase(compiled, given, this.decide, this.limit);
    if (key !== undefined) this.known.set(key, { names, proof });
    return proof;
  }
}
