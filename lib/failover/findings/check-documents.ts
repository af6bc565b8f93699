import { finding, Finding } from './finding';
import { ExpressionFaultModel, ReferenceFaultModel } from '../model';
import { excerpt } from './wording';

/** Returns the finding for a policy expression that the service rejects (AF009). */
export function checkExpression({ address, expression, reason, line, column }: ExpressionFaultModel): Finding {
  const message = `the expression ${excerpt(expression)} does not compile at line ${line}, column ${column} of the policy: ${reason}`;
  return { ...finding('AF009', address, message, 'Correct the C#'), line, column };
}

/** Returns the finding for something that Microsoft's policy reference does not have (AF116). */
export function checkReference({ address, fault, line, column }: ReferenceFaultModel): Finding {
  const message = `at line ${line}, column ${column} of the policy, ${fault}`;
  return { ...finding('AF116', address, message, 'Correct or remove it'), line, column };
}
