#!/usr/bin/env bash
# Checks out the base branch next to the pull request. Only this step has the token, because later steps run code of the
# pull request.
set -euo pipefail

credentials="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GH_TOKEN" | base64 --wrap 0)"
git -c "http.extraheader=$credentials" fetch --no-tags --depth 1 origin "$BASE_SHA"
git worktree add --force --detach "$RUNNER_TEMP/base" "$BASE_SHA"
