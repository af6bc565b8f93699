#!/usr/bin/env bash
# Checks out the base branch outside of the workspace. Only this step has the token, because later steps run code of the
# pull request.
set -euo pipefail
source "${BASH_SOURCE%/*}/project.sh"

credentials="AUTHORIZATION: basic $(printf 'x-access-token:%s' "$GH_TOKEN" | base64 --wrap 0)"
git -c "http.extraheader=$credentials" fetch --no-tags --depth 1 origin "$BASE_SHA"
# The same project can be reviewed twice, for example with two budgets.
rm -rf "$base"
git worktree add --force --detach "$base" "$BASE_SHA"
