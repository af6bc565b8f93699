#!/usr/bin/env bash
# Checks the pull request, and proves it against its base branch. Returns the files and the exit code as outputs, so that
# later steps run whatever the result is.
set -euo pipefail
source "${BASH_SOURCE%/*}/project.sh"

report="$files/report.md"
sarif="$files/findings.sarif"
proof="$files/proof.md"
against="$files/against"
rm -f "$sarif" "$proof" "$against.err"

# Runs the command in the project. The first argument is the file for its output. Sets `code`.
run() {
  local output="$1"
  shift
  code=0
  # Like `synth`, the command and its options are shell code, so that a path in them can have quotes.
  (cd "$WORKING_DIRECTORY" && bash -c "$(printf %s "$COMMAND") \"\$@\" ${OPTIONS//$'\n'/ }" bash "$@") >"$output" 2>"$output.err" || code=$?
  cat "$output.err" >&2
  if [ ! -s "$output.err" ]; then echo "exit code $code" >"$output.err"; fi
}

prove() {
  local options=(--format markdown)
  if [ -n "$BUDGET" ]; then options+=(--budget "$BUDGET"); fi
  run "$proof" prove "$TERRAFORM" "${options[@]}" "$@"
}

# Prints the errors of a run. The lines are indented, so that names in them are not markup.
errors_of() {
  local text
  text="$(LC_ALL=C tr -d '\000-\010\013-\037\177' <"$1.err")"
  echo
  printf '%s\n' "${text//"$base/"/}" |
    LC_ALL=C.UTF-8 sed -E '21s/.*/…/; 22,$d; s/^(.{500}).+/\1…/; s/^/    /'
  echo
}

# Proves the pull request, and never lets a base branch that cannot be read hide the result.
compare() {
  if [ -e "$base/$project" ]; then
    prove --against "$base/$project"
    if [ -s "$proof" ]; then return; fi
    mv "$proof.err" "$against.err"
  elif [ -d "$base" ]; then
    echo "The base branch does not write \`$project\`, so there is nothing to compare with." >"$uncompared"
  fi
  prove
  if [ -s "$proof" ] && [ -e "$against.err" ]; then
    echo '::warning::The base branch cannot be proved: the report has nothing to compare with.'
    {
      echo 'The base branch cannot be proved, so there is nothing to compare with:'
      errors_of "$against"
    } >"$uncompared"
  fi
}

print_result() {
  if [ -e "$uncompared" ]; then
    cat "$uncompared"
    echo
  fi
  if [ ! -s "$sarif" ] && ! cmp -s "$sarif.err" "$proof.err"; then
    echo 'The pull request cannot be checked:'
    errors_of "$sarif"
  fi
  if [ ! -s "$proof" ]; then
    echo 'The pull request cannot be proved:'
    errors_of "$proof"
  fi
  cat "$proof"
}

{
  echo "<!-- apim-failover $key -->"
  echo "## Failover of Azure API Management$([ "$project" = cdktf.out ] || echo ": \`$project\`")"
  echo
} >"$report"
if [ "$SYNTHESIZED" = success ]; then
  run "$sarif" check "$TERRAFORM" --format sarif
  checked=$code
  compare
  if [ "$checked" != 0 ]; then code=$checked; fi
  print_result >>"$report"
else
  code=1
  echo 'The pull request does not synthesize. The log of the run has the reason.' >>"$report"
fi

# A summary holds 1 MiB.
rest='The rest is too long for a summary. The whole report is in the file that the output `report` of the action names.'
LC_ALL=C bash "${BASH_SOURCE%/*}/cut.sh" "$report" 1000000 "$rest" >>"$GITHUB_STEP_SUMMARY"

{
  if [ -s "$sarif" ]; then echo "sarif=$sarif"; fi
  echo "category=apim-failover/$project"
  echo "report=$report"
  echo "code=$code"
} >>"$GITHUB_OUTPUT"
