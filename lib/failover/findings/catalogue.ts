/** The levels of findings, the heaviest first. */
export const FINDING_LEVELS = ['error', 'warning', 'note'] as const;

/** How much a finding weighs: an error can never work, a warning fails over late or not for all, a note is to know. */
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** What is said of a code wherever it is listed; texts are Markdown, without links. */
export interface CatalogueEntry<Level extends FindingLevel = FindingLevel> {
  /** The levels that its findings may have, the heaviest first: that one is the default. */
  readonly levels: readonly [Level, ...Level[]];
  /** What holds, in a few words and without a full stop. */
  readonly title: string;
  /** What holds and why it matters, in a few sentences. */
  readonly description: string;
  /** What to change, in general; a finding says it with its own numbers. */
  readonly remedy: string;
}

/** Every code that a check can find. */
export const CATALOGUE = {
  AF001: error({
    title: 'A pool has members that API Management rejects',
    description:
      'A pool takes 1 to 30 single backends of its own service, each of them once. This pool is empty, has too many ' +
      'members, repeats a backend, contains a pool, contains a backend of another service, or gives a priority or weight ' +
      'outside of 0 to 100: it cannot be deployed, or its members cannot be used.',
    remedy:
      "Change the members so that each is a single backend of the pool's own service, appears once, and has a priority " +
      'and a weight from 0 to 100.',
  }),
  AF002: error({
    title: 'A backend without a circuit breaker hides the priorities behind it',
    description:
      'A pool uses a lower priority only while every circuit ahead of it is open. A backend without a circuit breaker ' +
      'is never out of use, so the priorities behind it get no request, however often the backend fails.',
    remedy: 'Give the backend a circuit breaker, or move it to the last priority, which needs none.',
  }),
  AF003: error({
    title: 'The Consumption tier has no circuit breakers',
    description:
      'The backend has a circuit breaker, and its service is of the Consumption tier, which has none. Without circuit ' +
      'breakers a pool never leaves its first priority.',
    remedy: 'Use another tier, or leave the circuit breaker out and do without failover.',
  }),
  AF004: entry(['error', 'warning'], {
    title: 'The retry makes too few attempts to reach a priority',
    description:
      'Attempts go to a failing backend until its circuit opens. The retry ends before that, so the client gets the ' +
      'failure although a healthy backend is left. It is an error if one request cannot reach the second priority, and ' +
      'a warning if it cannot reach a later one.',
    remedy:
      'Set the retry count to the number of failures that open all circuits ahead of the priority, or lower the counts ' +
      'of the circuit breakers. A retry takes a count of 50 at the most.',
  }),
  AF005: entry(['error', 'warning'], {
    title: 'The failures cannot fall within the interval of the circuit breaker',
    description:
      'The waits of the retry spread the failures of a request over more time than the circuit breaker counts. At the ' +
      'last failure the first one no longer counts, so the circuit never opens.',
    remedy: 'Shorten the waits of the retry, or lengthen the interval of the circuit breaker.',
  }),
  AF006: error({
    title: 'The rule of a circuit breaker cannot open the circuit',
    description:
      'The rule has a status code range whose minimum is over its maximum or that leaves 200 to 599, sets both or ' +
      'neither of count and percentage, or counts nothing as a failure. The Terraform providers do not check this.',
    remedy: 'Correct the rule: set either a count or a percentage, and at least one status code range or error reason.',
  }),
  AF007: error({
    title: 'A request body is sent again without being buffered',
    description:
      'The first attempt uses the body of the request up, so every further attempt fails with a length mismatch.',
    remedy: 'Set `buffer-request-body="true"` on `forward-request`.',
  }),
  AF008: error({
    title: 'A policy names a missing backend, or `<backend>` holds too many policies',
    description:
      'API Management looks up the backend of a policy by its name, and takes exactly one direct child in a `<backend>` ' +
      'section, `<base />` included. The policy cannot be deployed, or fails when it runs.',
    remedy:
      'Name a backend or pool that exists, or declare it first. Put everything that is in `<backend>` into one policy, ' +
      'such as a `<retry>` around the `<forward-request>`.',
  }),
  AF009: error({
    title: 'A policy expression has a syntax error',
    description:
      'API Management compiles the expressions of a policy when it is deployed, and rejects the whole policy for one ' +
      'that is not C#.',
    remedy: 'Correct the expression at the line and column that the finding names.',
  }),
  AF010: error({
    title: 'One service has two of the same name or path',
    description:
      'A service has each name once among its backends and pools, which Azure keeps together, and once among its APIs; ' +
      'letters in lower and upper case are the same. Two APIs may have the same path only as versions of one version ' +
      'set. The second of two that clash cannot be deployed.',
    remedy:
      'Give each backend, pool and API a name of its own, and each API a path of its own or a version in a common ' +
      'version set.',
  }),
  AF011: error({
    title: 'Each attempt forwards the request twice',
    description:
      'Another `forward-request` runs beside the one of the retry, so each attempt sends the request to a backend twice. ' +
      'The work is done twice, the answer to the first is lost, and failures count twice.',
    remedy: 'Leave `forward-request` out of `policies.backend`: the API forwards each attempt by itself.',
  }),
  AF101: warning({
    title: 'The retry repeats a status that no circuit breaker counts',
    description:
      'The circuit never opens on that status, so all attempts go to the same backend and the client waits for nothing.',
    remedy: 'Count the status in the circuit breaker, or do not retry it.',
  }),
  AF102: warning({
    title: 'A circuit breaker counts a failure that is not retried',
    description:
      'Clients get such a failure until it has happened often enough to open the circuit. Only then do requests fail over.',
    remedy: 'Retry the failure, or do not count it.',
  }),
  AF103: warning({
    title: 'The retry condition misses a form that a failed forward may take',
    description:
      'A forward that gets no answer may leave no response, a response with status 500 and `context.LastError`, or a bare ' +
      '500 that no backend sent. The condition does not go on in all of these forms: it allows for `null` alone, or reads ' +
      'the response unguarded. A request may then fail exactly when a region is down.',
    remedy:
      'Use `RetryCondition.breakerFailures()`, the default of the constructs, or retry in each form: where the response ' +
      'is `null`, where `context.LastError` is set, and on a status 500 that no backend sent.',
  }),
  AF104: warning({
    title: 'A backend that hangs never opens its circuit',
    description:
      'No error reason of the circuit breaker counts a timeout, or the forward timeout is so long that the failures of a ' +
      'backend that does not answer never fall within the interval. As long as it hangs, requests do not fail over.',
    remedy:
      'Add the error reason `Timeout` where it is missing. Shorten the forward timeout to what the finding says, or ' +
      'lengthen the interval.',
  }),
  AF105: warning({
    title: 'A circuit closes again before the last priority is reached',
    description:
      'The trip duration ends while the request is still being retried, for the waits of the retry or for forwards that ' +
      'time out. The next attempts go back to the failing backend, and may be the ones that the client is answered from. ' +
      'Or a circuit can open and close within one attempt, and some rhythm of other requests may keep one from a healthy backend.',
    remedy: 'Lengthen the trip duration, shorten the forward timeout, or retry less often.',
  }),
  AF106: warning({
    title: '`Retry-After` can keep a backend out of use for as long as it says',
    description:
      'The circuit breaker accepts `Retry-After`, so the header of one response replaces the trip duration. No upper ' +
      'bound is documented, and a day has been seen. A short one closes the circuit so soon that the next attempt may go ' +
      'to the failing backend again, and no other is reached within the request.',
    remedy: 'Turn `acceptRetryAfter` off, or acknowledge the finding for backends that send sensible values.',
  }),
  AF107: warning({
    title: 'The number of attempts that failover needs cannot be known',
    description:
      'A circuit breaker ahead of the last priority opens at a percentage of failures, which depends on the traffic, or ' +
      'what it counts is known only once deployed; or the members of a pool that is made elsewhere are not known. No retry ' +
      'count is sure to reach the next priority.',
    remedy: 'Use a count, say the members of the pool, or choose the retry count yourself and acknowledge the finding.',
  }),
  AF108: warning({
    title: 'The retry sends all attempts to the same backend',
    description:
      'Whatever fails, no attempt of a request reaches another backend. The client waits longer for the same failure.',
    remedy: 'Use a pool with a second priority, or leave the retry out.',
  }),
  AF109: warning({
    title: 'A pool with several members is used without a retry',
    description:
      'A request that meets the failing backend fails. Only requests that come once the circuit is open are answered by ' +
      'the next priority.',
    remedy: 'Add a retry around `forward-request`, or acknowledge the finding where clients retry.',
  }),
  AF110: warning({
    title: 'There is no second backend to fail over to',
    description:
      'The API is set up for failover, and all of its requests go to one backend. While that backend fails, every request ' +
      'fails, retried or not.',
    remedy: 'Add a backend to the pool, at a second priority.',
  }),
  AF111: warning({
    title: 'Failover depends on something that Azure does not document',
    description:
      'Not all that API Management does is documented. Requests fail over under one assumption about it and not under ' +
      'another; the finding names the assumption that decides.',
    remedy:
      'Change the settings that the finding names so that requests fail over under every assumption. Or measure what ' +
      'your service does, and acknowledge the finding.',
  }),
  AF112: error({
    title: 'The worst case takes longer than the latency budget allows',
    description:
      'While some backends fail and a healthy one is left, a client may wait for its answer longer than the latency ' +
      'budget allows, and give up before it comes.',
    remedy:
      'Shorten the forward timeout or the waits of the retry, lower the counts of the circuit breakers, or raise the ' +
      'latency budget.',
  }),
  AF113: warning({
    title: 'Clients get errors although a healthy backend is left',
    description:
      'Played to the end, the failure that the finding names is not survived: requests do not reach the healthy backend ' +
      'for as long as it lasts. No other finding explains why, or it takes too long to find out.',
    remedy:
      'Write the counterexample with `apim-failover prove --counterexamples`, follow its attempts with ' +
      '`apim-failover simulate`, and change what keeps them from the healthy backend.',
  }),
  AF114: warning({
    title: 'Not every failure of a pool is judged',
    description:
      'The pool has so many different members, or its circuit breakers take so many failures to open, that not every set ' +
      'of failing backends is played. What the others come to is not known.',
    remedy: 'Use fewer members, or give those of one priority the same circuit breaker and weight.',
  }),
  AF201: note({
    title: 'Each gateway unit opens its circuits on its own',
    description:
      'The gateway units of a service do not share the state of their circuits. While a backend fails, the first requests ' +
      'on each unit take the attempts of a failover.',
    remedy: 'No change is needed. Expect a slower answer once on each unit; `apim-failover simulate` shows it.',
  }),
  AF202: note({
    title: 'A request that is not idempotent may be sent again',
    description:
      'A backend that fails, or does not answer in time, may have done its work all the same. It, or the backend that ' +
      'takes over, then gets the request once more.',
    remedy:
      'Make sure that the backends take the same request twice, for example by a key that the client sends along.',
  }),
  AF203: entry(['warning', 'note'], {
    title: 'The retry condition cannot be judged',
    description:
      'Whether the condition covers what the circuit breakers count, and every form of a failed forward, is not known ' +
      'here: it cannot be read, which is a note, or it depends on more than what came of the attempt.',
    remedy:
      'Run `apim-failover check`, which evaluates any expression. Where it cannot tell either, run `apim-failover prove`.',
  }),
  AF204: note({
    title: 'Whether requests fail over is not judged here',
    description:
      'The policies do more than a retry around one forward: they switch backends between attempts, have one retry inside ' +
      'another, or forward a request again. Or, at synth, policies of your own send requests to another backend than the ' +
      'pool of the API. Or a number of the retry or the forward is an expression, or known only once deployed; or the ' +
      'members of a pool that is made elsewhere are not known. What a request survives is then not judged, or not all of it.',
    remedy:
      'Run the policies under every failure with `apim-failover prove`. Say the members of a pool that is made elsewhere.',
  }),
};

export type FindingCode = keyof typeof CATALOGUE;

/** The levels that findings of a code may have. */
export type LevelOf<Code extends FindingCode> = (typeof CATALOGUE)[Code]['levels'][number];

/** All codes, in order. */
export const FINDING_CODES = Object.keys(CATALOGUE) as FindingCode[];

type Texts = Omit<CatalogueEntry, 'levels'>;

function entry<Level extends FindingLevel>(levels: readonly [Level, ...Level[]], texts: Texts): CatalogueEntry<Level> {
  return { levels, ...texts };
}

function error(texts: Texts): CatalogueEntry<'error'> {
  return entry(['error'], texts);
}

function warning(texts: Texts): CatalogueEntry<'warning'> {
  return entry(['warning'], texts);
}

function note(texts: Texts): CatalogueEntry<'note'> {
  return entry(['note'], texts);
}
