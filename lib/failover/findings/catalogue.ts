import { entry, error, note, warning } from './catalogue-entry';

/** All codes that the checks can report. */
export const CATALOGUE = {
  AF001: error({
    title: 'A pool has members that API Management rejects',
    description:
      'A pool accepts 1 to 30 distinct single backends of its own service. This pool is empty, has too many members, ' +
      'repeats a backend, contains a pool or a backend of another service, or sets a priority or weight outside of 0 ' +
      'to 100. The pool cannot be deployed, or its members cannot be used.',
    remedy:
      "Change the members so that each is a single backend of the pool's own service, appears only once, and has a " +
      'priority and a weight from 0 to 100.',
  }),
  AF002: error({
    title: 'A backend without a circuit breaker blocks the priorities behind it',
    description:
      'A pool uses a lower priority only while every circuit ahead of it is open. A backend without a circuit ' +
      'breaker is never out of use, so the priorities behind it receive no requests, no matter how often the backend ' +
      'fails.',
    remedy: 'Add a circuit breaker to the backend, or move it to the last priority, which does not need one.',
  }),
  AF003: error({
    title: 'The Consumption tier does not support circuit breakers',
    description:
      'The backend has a circuit breaker, but its service is in the Consumption tier, which does not support circuit ' +
      'breakers. Without circuit breakers, a pool never leaves its first priority.',
    remedy: 'Use another tier, or remove the circuit breaker and forgo failover.',
  }),
  AF004: entry(['error', 'warning'], {
    title: 'The retry makes too few attempts to reach a priority',
    description:
      'Attempts go to a failing backend until its circuit opens. The retry ends before that, so the client receives ' +
      'the failure although a healthy backend is left. The finding is an error if a single request cannot reach the ' +
      'second priority, and a warning otherwise: if it cannot reach a later one, or if an earlier failure began a ' +
      'fixed interval that ends between the failures of the request. A circuit that opens after `n` failures then ' +
      'receives up to `2n - 2` attempts.',
    remedy:
      'Set the retry count to the value that the finding reports, or lower the counts of the circuit breakers. If a ' +
      'circuit opens after 1 or 2 failures, an earlier failure makes no difference. The maximum retry count is 50.',
  }),
  AF005: entry(['error', 'warning'], {
    title: 'The failures cannot fall within the interval of the circuit breaker',
    description:
      'The waits of the retry spread the failures of a request over more time than the interval of the circuit ' +
      'breaker. When the last failure occurs, the first one no longer counts, so the circuit never opens.',
    remedy: 'Shorten the waits of the retry, or lengthen the interval of the circuit breaker.',
  }),
  AF006: error({
    title: 'The circuit breaker rule cannot open the circuit',
    description:
      'The rule has a status code range whose minimum is greater than its maximum or that is outside of 200 to 599, ' +
      'sets both or neither of count and percentage, or counts nothing as a failure. The Terraform providers do not ' +
      'check this.',
    remedy: 'Correct the rule: set either a count or a percentage, and at least one status code range or error reason.',
  }),
  AF007: error({
    title: 'A request body is sent again without being buffered',
    description: 'The first attempt consumes the request body, so every further attempt fails with a length mismatch.',
    remedy: 'Set `buffer-request-body="true"` on `forward-request`.',
  }),
  AF008: error({
    title: 'A policy names a missing backend, or `<backend>` contains too many policies',
    description:
      'API Management looks up the backend of a policy by its name, and accepts exactly one direct child in a ' +
      '`<backend>` section, including `<base />`. The policy cannot be deployed, or fails when it runs.',
    remedy:
      'Name an existing backend or pool, or declare it first. Put all contents of `<backend>` into one policy, such ' +
      'as a `<retry>` around the `<forward-request>`.',
  }),
  AF009: error({
    title: 'A policy expression does not compile',
    description:
      'API Management compiles the expressions of a policy during deployment, and rejects the whole policy if one of ' +
      'them is not valid C#.',
    remedy: 'Correct the expression at the line and column that the finding reports.',
  }),
  AF010: error({
    title: 'Two resources of one service have the same name or path',
    description:
      'Within a service, names must be unique among all backends and pools, which share one collection in Azure, among ' +
      'all named values, and among all APIs. Names are case-insensitive. Two APIs can have the same path only if ' +
      'they are versions in the same version set. The second of two clashing resources cannot be deployed.',
    remedy:
      'Give each backend, pool, named value and API a unique name, and each API a unique path or a version in a common ' +
      'version set.',
  }),
  AF011: error({
    title: 'Each attempt forwards the request twice',
    description:
      'Another `forward-request` runs in addition to the one in the retry, so each attempt sends the request to a ' +
      'backend twice. The backend does the work twice, the first response is lost, and failures count twice.',
    remedy: 'Remove `forward-request` from `policies.backend`: the API already forwards each attempt.',
  }),
  AF012: error({
    title: 'A policy has a value that API Management does not accept',
    description:
      'An attribute of a `retry` or `forward-request` is not a number or a boolean, or is outside of its range: a ' +
      'retry count is a whole number from 1 to 50, and times are not negative. The policies cannot be deployed, or ' +
      'fail when they run, so failover is not evaluated.',
    remedy: 'Set the attribute to a value that the finding allows.',
  }),
  AF101: warning({
    title: 'The retry repeats a status that no circuit breaker counts',
    description:
      'The circuit never opens on that status, so all attempts go to the same backend and the retries only delay the ' +
      'response.',
    remedy: 'Count the status in the circuit breaker, or do not retry it.',
  }),
  AF102: warning({
    title: 'A circuit breaker counts a failure that is not retried',
    description:
      'Clients receive the failure until it has occurred often enough to open the circuit. Only then do requests ' +
      'fail over.',
    remedy: 'Retry the failure, or do not count it.',
  }),
  AF103: warning({
    title: 'The retry condition does not cover every form of a failed forward',
    description:
      'A forward that gets no response from the backend may leave `context.Response` as `null`, a response with ' +
      'status 500 and `context.LastError`, or a bare 500 that no backend sent. The condition does not continue in ' +
      'all of these forms: it handles only `null`, or it reads the response unguarded. A request may then fail ' +
      'exactly when a region is down.',
    remedy:
      'Use `RetryCondition.breakerFailures()`, the default of the constructs, or retry in each form: if the response ' +
      'is `null`, if `context.LastError` is set, and on a status 500 that no backend sent.',
  }),
  AF104: warning({
    title: 'A backend that hangs never opens its circuit',
    description:
      'No error reason of the circuit breaker counts a timeout, or the forward timeout is so long that the failures ' +
      'of an unresponsive backend never fall within the interval. While the backend hangs, requests do not fail over.',
    remedy:
      'Add the error reason `Timeout` if it is missing. Shorten the forward timeout to the value that the finding ' +
      'reports, or lengthen the interval.',
  }),
  AF105: warning({
    title: 'Circuits may not keep a request away from failing backends',
    description:
      'The trip duration ends while the request is still being retried, because of the waits of the retry or of ' +
      'forwards that time out. The next attempts go back to the failing backend, and the client may receive the ' +
      'failure. Or circuits can stay closed, or open and close again, while a request is in progress, and a certain ' +
      'pattern of other requests can keep the request from reaching a healthy backend.',
    remedy:
      'Shorten the forward timeout or the waits of the retry, or lengthen the trip duration. If all attempts of a ' +
      'request take longer than the interval of a circuit breaker, lengthen that interval, too.',
  }),
  AF106: warning({
    title: '`Retry-After` can keep a backend out of use without a limit',
    description:
      'The circuit breaker accepts `Retry-After`, so the header of a single response replaces the trip duration. No ' +
      'upper bound is documented, and values of a day have been observed. A short value closes the circuit so soon ' +
      'that the next attempt may go to the failing backend again, and the request reaches no other backend.',
    remedy: 'Turn `acceptRetryAfter` off, or acknowledge the finding for backends that send sensible values.',
  }),
  AF107: warning({
    title: 'The number of attempts that failover needs is not known',
    description:
      'A circuit breaker ahead of the last priority opens at a percentage of failures, which depends on the traffic, ' +
      'or its settings are known only after deployment; or the backend or the pool is deployed elsewhere, and its ' +
      'settings are not known. No retry count is certain to reach the next priority.',
    remedy:
      'Use a count, declare the backends and the pool in the same Terraform, specify the members of the pool, or ' +
      'choose the retry count yourself and acknowledge the finding.',
  }),
  AF108: warning({
    title: 'The retry sends all attempts to the same backend',
    description:
      'Whatever fails, no attempt of a request reaches another backend. The client only waits longer for the same ' +
      'failure.',
    remedy:
      'Use a pool with a second priority, or remove the retry. While the other members of the pool are drained, keep ' +
      'both: the constructs acknowledge the finding at synth.',
  }),
  AF109: warning({
    title: 'A pool with several members is used without a retry',
    description:
      'A request that reaches the failing backend fails. Only requests that arrive after the circuit opens are ' +
      'served by the next priority.',
    remedy: 'Add a retry around `forward-request`, or acknowledge the finding if clients retry.',
  }),
  AF110: warning({
    title: 'There is no second backend to fail over to',
    description:
      'The API is set up for failover, but all of its requests go to one backend. While that backend fails, every ' +
      'request fails, whether or not it is retried.',
    remedy:
      'Add a backend to the pool, with a second priority. While the other members of the pool are drained, the ' +
      'constructs acknowledge the finding at synth.',
  }),
  AF111: warning({
    title: 'Failover depends on undocumented behavior of Azure',
    description:
      'Some behavior of API Management is not documented. Requests fail over under one assumption about it, but not ' +
      'under another. The finding names the assumption that decides.',
    remedy:
      'Change the settings that the finding names so that requests fail over under every assumption. Or measure the ' +
      'behavior of your service, and acknowledge the finding.',
  }),
  AF112: error({
    title: 'The worst case exceeds the latency budget',
    description:
      'While some backends fail and a healthy one is left, a client may wait for its response longer than the ' +
      'latency budget allows, and give up before the response arrives.',
    remedy:
      'Shorten the forward timeout or the waits of the retry, lower the counts of the circuit breakers, or raise the ' +
      'latency budget.',
  }),
  AF113: warning({
    title: 'Clients receive errors although a healthy backend is left',
    description:
      'A complete simulation shows that requests do not survive the failure that the finding names: they do not ' +
      'reach the healthy backend while the failure lasts. No other finding explains why, or the search for the cause ' +
      'takes too long.',
    remedy:
      'Write the counterexample with `apim-failover prove --counterexamples`, follow its attempts with ' +
      '`apim-failover simulate`, and change what keeps them from the healthy backend.',
  }),
  AF114: warning({
    title: 'Not every failure of a pool is evaluated',
    description:
      'The pool has so many different members, or its circuit breakers need so many failures to open, that not every ' +
      'set of failing backends is simulated. The outcome of the remaining failures is not known.',
    remedy: 'Use fewer members, or give the members of each priority the same circuit breaker and weight.',
  }),
  AF115: warning({
    title: 'Backends of a pool have the same URL',
    description:
      'Members of a pool have the same URL, so they fail together: while one of them is down, so are the others, and a ' +
      'failover from one to another reaches the same endpoint again. The simulations assume that each backend fails by ' +
      'itself, so their verdicts are too optimistic.',
    remedy: 'Give each backend the URL of its own region, or remove all but one of them from the pool.',
  }),
  AF116: warning({
    title: "A policy document differs from Microsoft's policy reference",
    description:
      'The reference has no such policy, element, or attribute, no such member of `context` in an expression, allows ' +
      'other values for the attribute, or allows the policy only in other sections. Usually, a name is misspelled. API ' +
      'Management rejects such a document, or ignores the part that it does not know.',
    remedy:
      'Correct the spelling at the line and column that the finding reports, move the policy to a section that allows ' +
      'it, or remove what is not needed.',
  }),
  AF201: note({
    title: 'Each gateway instance opens its circuits independently',
    description:
      'The gateway instances of a service, of which a unit can have several, do not share the state of their circuits. ' +
      'While a backend fails, the first requests on each instance need the attempts of a failover.',
    remedy:
      'No change is needed. Expect one slower response on each instance; `apim-failover simulate` shows the attempts.',
  }),
  AF202: note({
    title: 'A request that is not idempotent may be sent again',
    description:
      'A backend that fails, or does not respond in time, may still have processed the request. That backend, or the ' +
      'one that takes over, then receives the request again.',
    remedy:
      'Make sure that the backends can process the same request more than once, for example by using a key that the ' +
      'client sends.',
  }),
  AF203: entry(['warning', 'note'], {
    title: 'The retry condition cannot be evaluated',
    description:
      'This check cannot determine whether the condition covers what the circuit breakers count, and every form of a failed ' +
      'forward. The finding is a note if the condition cannot be read, and a warning if the condition depends on ' +
      'more than the outcome of the attempt.',
    remedy:
      'Run `apim-failover check`, which evaluates any expression. If it cannot decide either, run `apim-failover ' +
      'prove`.',
  }),
  AF204: note({
    title: 'Failover is not evaluated, or not completely',
    description:
      'The policies do more than a retry around one forward: they switch backends between attempts, nest one retry ' +
      'inside another, or forward a request again. Or they can send requests to a backend outside the pool of the API. ' +
      'Or a value of the retry, the forward, the pool, or a circuit breaker is an expression or ' +
      'known only after deployment. In these cases, some or all failures are not evaluated.',
    remedy:
      'Run the policies under every failure with `apim-failover prove`. If a value comes from a variable or a parameter, ' +
      'set it with `--var` or a parameters file. Specify the members of a pool that is deployed elsewhere.',
  }),
};

export type FindingCode = keyof typeof CATALOGUE;

/** The possible levels of the findings with a code. */
export type LevelOf<Code extends FindingCode> = (typeof CATALOGUE)[Code]['levels'][number];

/** All codes, in order. */
export const FINDING_CODES = Object.keys(CATALOGUE) as FindingCode[];
