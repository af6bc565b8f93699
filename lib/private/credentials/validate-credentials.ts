import type { BackendCredentials } from '../../backend-credentials';
import type { Faults } from '../faults';
import { isMarked } from '../marks';

/** Validates all credentials of a backend. */
export function validateCredentials(
  faults: Faults,
  where: string,
  credentials: readonly BackendCredentials[] | undefined,
  backendName: string,
): void {
  const sent = new Map<string, number>();
  faults.list(where, credentials).forEach((given, index) => {
    const here = `${where}[${index}]`;
    if (!isMarked('BackendCredentials', given)) {
      return faults.report(
        here,
        'it is not a BackendCredentials object; its value is not shown because it may be a secret',
      );
    }
    const { _credential: credential } = given;
    credential.validate(faults, here, backendName);
    const { sends } = credential;
    if (sends === undefined) return;
    const first = sent.get(sends);
    if (first === undefined) sent.set(sends, index);
    else faults.report(here, `it sends the same ${sends.split(' ')[0]} as ${where}[${first}]; each is allowed once`);
  });
}
