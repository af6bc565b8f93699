#!/usr/bin/env bash
# Writes the report as a comment. Replaces the comment of an earlier run.
set -euo pipefail

# A comment holds 65,536 characters.
rest='The rest is in the summary of the run.'
comment="$REPORT.comment"
LC_ALL=C.UTF-8 bash "${BASH_SOURCE%/*}/cut.sh" "$REPORT" 65000 "$rest" >"$comment"

# The first line of the report tells whose comment it is. Each project has its own.
MARKER="$(head -n 1 "$REPORT")"
export MARKER
comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
own='.[] | select(.user.type == "Bot" and (.body | startswith(env.MARKER))) | .id'
earlier="$(gh api --paginate "$comments" --jq "$own" | head -n 1)"
if [ -n "$earlier" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$comment" --silent
else
  gh api --method POST "$comments" --field "body=@$comment" --silent
fi
