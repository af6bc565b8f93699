/** The expressions with which the policies of the constructs count the attempts of a request. */
export const ATTEMPT_COUNT = {
  /** The number of this attempt. */
  next: '@(context.Variables.GetValueOrDefault<int>("attempt-count", 0) + 1)',
  /** The number of all attempts, as text. */
  all: '@(context.Variables.GetValueOrDefault<int>("attempt-count", 0).ToString())',
  /** The number of attempts without a retry, as text: an error in inbound or earlier occurs before the only attempt. */
  oneIfForwarded: '@(context.LastError.Section == "backend" || context.LastError.Section == "outbound" ? "1" : "0")',
};
