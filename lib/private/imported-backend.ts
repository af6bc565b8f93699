import { Construct } from 'constructs';
import type { BackendCredentials } from '../backend-credentials';
import type { ICircuitBreakerBackend } from '../circuit-breaker-backend-props';
import { CircuitBreakerRule } from '../circuit-breaker-rule';
import { serviceIdParts } from './arm-id';
import { Faults } from './faults';
import { BACKEND_ID } from './rules';

/**
 * A backend that is deployed elsewhere. Only its id is known, and its circuit breaker rule if the caller specifies it.
 */
export class ImportedBackend extends Construct implements ICircuitBreakerBackend {
  readonly backendName: string;
  readonly apiManagementName: string;
  readonly credentials: BackendCredentials[] = [];

  constructor(
    scope: Construct,
    id: string,
    readonly backendId: string,
    readonly circuitBreaker: CircuitBreakerRule,
  ) {
    super(scope, id);
    const faults = new Faults(this);
    faults.text('backendId', backendId, BACKEND_ID);
    CircuitBreakerRule._validateOptional(faults, circuitBreaker, true);
    faults.throwIfAny();
    const { backendName, serviceName } = serviceIdParts(backendId);
    this.backendName = backendName;
    this.apiManagementName = serviceName;
  }
}
