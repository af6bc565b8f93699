#!/usr/bin/env bash
# Outputs whether this is a pull request from a fork. Its token is read-only, so that a comment and alerts would fail.
set -euo pipefail

fork=false
# A deleted fork has no name.
if [ "$EVENT" = pull_request ] && [ "$HEAD_REPOSITORY" != "$GITHUB_REPOSITORY" ]; then fork=true; fi
echo "fork=$fork" >>"$GITHUB_OUTPUT"

skipped=()
if [ "$SARIF" = true ]; then skipped+=('code scanning alerts'); fi
if [ "$COMMENT" = true ]; then skipped+=('a comment'); fi
if [ "$fork" = true ] && [ "${#skipped[@]}" -gt 0 ]; then
  what="${skipped[0]}${skipped[1]:+ and ${skipped[1]}}"
  notice="This pull request comes from a fork, and its token is read-only. The report is in the summary of the run, without $what."
  echo "::notice title=Failover::$notice"
  printf '> %s\n\n' "$notice" >>"$GITHUB_STEP_SUMMARY"
fi
