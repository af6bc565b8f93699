#!/usr/bin/env bash
# Writes the report as a comment. Replaces the comment of an earlier run.
set -euo pipefail

# A comment holds 65,536 characters.
limit=65000
if [ "$(wc -m <"$REPORT")" -gt "$limit" ]; then
  # Cut between lines, since half a line can leave markup open. A diagram or a collapsed section can also be open.
  head -c "$limit" "$REPORT" | sed '$d' >"$REPORT.cut"
  if (($(grep -c '^```' "$REPORT.cut") % 2)); then echo '```' >>"$REPORT.cut"; fi
  if (($(grep -c '^</\?details>$' "$REPORT.cut") % 2)); then printf '\n</details>\n' >>"$REPORT.cut"; fi
  printf '\nThe rest is in the summary of the run.\n' >>"$REPORT.cut"
  mv "$REPORT.cut" "$REPORT"
fi

comments="repos/$GITHUB_REPOSITORY/issues/$NUMBER/comments"
own='.[] | select(.user.type == "Bot" and (.body | startswith("<!-- apim-failover -->"))) | .id'
earlier="$(gh api --paginate "$comments" --jq "$own" | head -n 1)"
if [ -n "$earlier" ]; then
  gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$REPORT" --silent
else
  gh api --method POST "$comments" --field "body=@$REPORT" --silent
fi
