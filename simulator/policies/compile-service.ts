import type { DeployedService, EffectivePolicy } from '../deployment';
import { CompiledService } from '../engine/compiled-service';
import type { Pipeline } from '../engine/pipeline';
import type { CSharp } from '../expressions';
import { POLICIES } from './catalogue';
import { PolicyCompiler } from './policy-compiler';

/**
 * Compiles a service for the engine, with the supported policies.
 *
 * @param ignorePolicies - the policies to skip, by element name
 */
export function compileService(
  service: DeployedService,
  csharp: CSharp,
  ignorePolicies: readonly string[] = [],
): CompiledService {
  const ignored = new Set(ignorePolicies);
  return new CompiledService(service, (policy) =>
    compile(policy, new PolicyCompiler(csharp, POLICIES, service, ignored)),
  );
}

function compile({ inbound, backend, outbound, onError }: EffectivePolicy, compiler: PolicyCompiler): Pipeline {
  const sections = {
    inbound: compiler.section(inbound),
    backend: compiler.section(backend),
    outbound: compiler.section(outbound),
    'on-error': compiler.section(onError),
  };
  compiler.throwFaults();
  const { needsRequestBody, readsResponseBody, count: policies } = compiler;
  return { ...sections, needsRequestBody, readsResponseBody, policies };
}
