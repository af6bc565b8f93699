import type { Answer, Counterexample, Guarantee } from './guarantee';

type Rename = (name: string) => string;

/** Returns the guarantee with its backends renamed. */
export function renamed(guarantee: Guarantee, rename: Rename): Guarantee {
  const { failure, first, then, after, counterexample, attemptsAtRisk } = guarantee;
  return {
    ...guarantee,
    failure: { ...failure, backends: failure.backends.map(rename) },
    first: renamedAnswer(first, rename),
    then: renamedAnswer(then, rename),
    after: renamedAnswer(after, rename),
    ...(attemptsAtRisk && {
      attemptsAtRisk: attemptsAtRisk.map((each) => ({ ...each, backend: rename(each.backend) })),
    }),
    ...(counterexample && { counterexample: renamedCourse(counterexample, rename) }),
  };
}

function renamedAnswer(answer: Answer, rename: Rename): Answer {
  return { ...answer, backend: answer.backend === undefined ? undefined : rename(answer.backend) };
}

function renamedCourse(counterexample: Counterexample, rename: Rename): Counterexample {
  const phases = counterexample.phases.map(({ from, faults }) => ({
    from,
    faults: new Map([...faults].map(([backend, fault]) => [rename(backend), fault] as const)),
  }));
  return { ...counterexample, phases };
}
