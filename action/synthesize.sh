#!/usr/bin/env bash
# Synthesizes the pull request where it is checked out, and its base branch in a checkout beside it.
set -euo pipefail

base="$RUNNER_TEMP/base"
if [ -n "$BASE_SHA" ]; then
  credentials="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GH_TOKEN" | base64 --wrap 0)"
  git -c "http.extraheader=$credentials" fetch --no-tags --depth 1 origin "$BASE_SHA"
  git worktree add --force --detach "$base" "$BASE_SHA"
  # A base branch without the project, or that does not synthesize, has nothing to compare with.
  (cd "$base/$WORKING_DIRECTORY" && bash -euo pipefail -c "$SYNTH") || {
    echo "::warning::The base branch does not synthesize: the report has nothing to compare with."
    rm -rf "$base"
  }
fi
cd "$WORKING_DIRECTORY"
bash -euo pipefail -c "$SYNTH"
