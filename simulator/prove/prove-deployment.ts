import type { ClientRequest } from '../client-request';
import type { DeployedService, Deployment } from '../deployment';
import { CompiledService } from '../engine/compiled-service';
import { CSharp, loadCSharp } from '../expressions';
import { loadParser } from '../expressions/grammar';
import { RetryDecisions } from '../retry-decisions';
import { casesOf, ProofCase } from './case';
import { Likeness } from './likeness';
import { CaseProof, proveCase } from './prove-case';

/** What is proved of a request. */
export interface Proven {
  readonly service: DeployedService;
  readonly case: ProofCase;
  readonly proof: CaseProof;
}

export interface ProveOptions {
  /** Better requests than those that can be made from an operation. */
  readonly requests?: readonly ClientRequest[];
  /** Policies that are passed over, by element name. */
  readonly ignorePolicies?: readonly string[];
  /** Is told after each case how many of how many are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Proves what a deployment survives: every request that differs, in every region, under every failure, each run through
 * its policies. Cases that differ by names alone are run once.
 *
 * @throws SimulationError that lists what cannot be simulated.
 */
export async function proveDeployment(deployment: Deployment, options: ProveOptions = {}): Promise<Proven[]> {
  const { requests = [], ignorePolicies = [], onProgress } = options;
  const csharp = await loadCSharp();
  const decisions = new RetryDecisions(await loadParser());
  const services = deployment.services.filter(({ apis }) => apis.length > 0);
  const compiled = services.map((service) => compile(service, csharp, ignorePolicies));
  const cases = compiled.flatMap((each) => casesOf(each, requests).map((given) => ({ compiled: each, given })));
  const known = new Map<string, { readonly names: readonly string[]; readonly proof: CaseProof }>();
  return cases.map(({ compiled: each, given }, index) => {
    const { service } = each;
    const likeness = new Likeness(each, given);
    const same = known.get(likeness.key);
    const proof = same
      ? likeness.renamed(same.proof, same.names)
      : proveCase(each, given, (condition) => decisions.decide(condition));
    if (!same) known.set(likeness.key, { names: likeness.names, proof });
    onProgress?.(index + 1, cases.length);
    return { service, case: given, proof };
  });
}

function compile(service: DeployedService, csharp: CSharp, ignorePolicies: readonly string[]): CompiledService {
  const compiled = new CompiledService(service, csharp, ignorePolicies);
  compiled.prepare();
  return compiled;
}
