#!/usr/bin/env bash
# Checks out the base branch of the pull request beside it. The token is in this step alone: the steps after it run code of
# the pull request.
set -euo pipefail

credentials="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GH_TOKEN" | base64 --wrap 0)"
git -c "http.extraheader=$credentials" fetch --no-tags --depth 1 origin "$BASE_SHA"
git worktree add --force --detach "$RUNNER_TEMP/base" "$BASE_SHA"
