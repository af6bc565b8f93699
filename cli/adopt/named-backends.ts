import { elementsOf, holdsExpression } from '../../lib/policy';
import { BACKEND_NAME } from '../../lib/private/rules';
import type { AdoptedService } from './adopted-service';
import { isAllowed } from './allowed';
import { backendNamed } from './backends';
import type { Extra } from './sections';

/** Returns the names of backends and pools in the policies, which a program has to declare. */
function namesIn(extra: Extra): string[] {
  const names = Object.values(extra)
    .flatMap((nodes) => elementsOf(nodes))
    .flatMap(({ name, attributes }) => (name === 'set-backend-service' ? (attributes['backend-id'] ?? []) : []));
  return [...new Set(names)].filter((name) => !holdsExpression(name) && !name.includes('{{'));
}

/** Returns the names that no construct can refer to. Policies of constructs distinguish case. */
export function missingNames(extra: Extra, service: AdoptedService): string[] {
  const { backends, pools } = service.input.service;
  const declared = new Set([...backends, ...pools].map(({ model }) => model.name));
  const ignoringCase = new Set([...declared].map((name) => name.toLowerCase()));
  return namesIn(extra).filter(
    (name) => !isAllowed(name, BACKEND_NAME) || (!declared.has(name) && ignoringCase.has(name.toLowerCase())),
  );
}

/** Declares the backends and pools that the policies name. */
export function declareNamed(extra: Extra, service: AdoptedService): void {
  for (const name of namesIn(extra)) {
    const pool = service.pools.get(name.toLowerCase());
    if (pool) pool();
    else backendNamed(name, service);
  }
}
