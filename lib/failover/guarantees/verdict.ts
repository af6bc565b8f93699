import type { Answer, Guarantee, Risk, Verdict } from './guarantee';

/** All verdicts, the best first. */
export const VERDICTS: readonly Verdict[] = ['survives', 'survives later', 'fails', 'no healthy backend'];

export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[Math.max(0, ...verdicts.map((verdict) => VERDICTS.indexOf(verdict)))];
}

export function worstAnswer(answers: readonly Answer[]): Answer {
  return answers.reduce((a, b) => (isWorse(b, a) ? b : a));
}

function isWorse(a: Answer, b: Answer): boolean {
  if (a.isAnswered !== b.isAnswered) return !a.isAnswered;
  return a.seconds > b.seconds || (a.seconds === b.seconds && a.attempts > b.attempts);
}

/** Returns whether a guarantee is at least as good as another guarantee for the same failure. */
export function isNoWorse(guarantee: Guarantee, other: Guarantee): boolean {
  if (worst([guarantee.verdict, other.verdict]) !== other.verdict) return false;
  if (worst([otherwiseOf(guarantee), otherwiseOf(other)]) !== otherwiseOf(other)) return false;
  if (other.verdict === 'survives' && RISKS.indexOf(guarantee.risk) > RISKS.indexOf(other.risk)) return false;
  return OFTEN.indexOf(guarantee.firstIsAnswered) <= OFTEN.indexOf(other.firstIsAnswered);
}

/** Returns the verdict under assumptions that do not decide it. */
function otherwiseOf({ verdict, otherwise = verdict }: Guarantee): Verdict {
  return otherwise;
}

/** All risks, the least first. */
const RISKS: readonly (Risk | undefined)[] = [undefined, 'intervals', 'closing', 'percentage', 'turns'];

const OFTEN: readonly Guarantee['firstIsAnswered'][] = ['always', 'sometimes', 'never'];

export function howOften(answers: readonly Answer[]): Guarantee['firstIsAnswered'] {
  if (answers.every(({ isAnswered }) => isAnswered)) return 'always';
  return answers.some(({ isAnswered }) => isAnswered) ? 'sometimes' : 'never';
}
