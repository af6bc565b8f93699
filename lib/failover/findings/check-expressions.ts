import { finding, Finding } from './finding';
import { ExpressionFaultModel } from '../model';
import { excerpt } from './wording';

/** Returns the finding for a policy expression that the service rejects (AF009). */
export function checkExpression({ address, expression, reason, line, column }: ExpressionFaultModel): Finding {
  return finding(
    'AF009',
    address,
    `the expression ${excerpt(expression)} has a syntax error at line ${line}, column ${column} of the policy: ${reason}`,
    'Correct the C#',
  );
}
