#!/usr/bin/env bash
# Checks the pull request, and proves it against its base branch. Returns all files and the exit code as outputs, so that
# later steps run whatever the result is.
set -euo pipefail

sarif="$RUNNER_TEMP/apim-failover.sarif"
report="$RUNNER_TEMP/apim-failover.md"
base="$RUNNER_TEMP/base/$WORKING_DIRECTORY/$TERRAFORM"
cd "$WORKING_DIRECTORY"

code=0
$COMMAND check "$TERRAFORM" --format sarif >"$sarif" || code=$?

options=(--format markdown)
if [ -n "$BUDGET" ]; then options+=(--budget "$BUDGET"); fi
if [ -e "$base" ]; then options+=(--against "$base"); fi
proved=0
{
  echo '<!-- apim-failover -->'
  echo '## Failover of Azure API Management'
  echo
  $COMMAND prove "$TERRAFORM" "${options[@]}" || proved=$?
} >"$report"
cat "$report" >>"$GITHUB_STEP_SUMMARY"

if [ "$code" = 0 ]; then code=$proved; fi
{
  echo "sarif=$sarif"
  echo "report=$report"
  echo "code=$code"
} >>"$GITHUB_OUTPUT"
