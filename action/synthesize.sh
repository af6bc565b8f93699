#!/usr/bin/env bash
# Synthesizes the pull request and its base branch, each in its own checkout.
set -euo pipefail
source "${BASH_SOURCE%/*}/project.sh"

rm -f "$uncompared"
if [ -d "$base" ]; then
  # A base branch without the project, or one that does not synthesize, has nothing to compare with.
  (cd "$base/$WORKING_DIRECTORY" && bash -euo pipefail -c "$SYNTH") || {
    echo "::warning::The base branch does not synthesize: the report has nothing to compare with."
    echo 'The base branch does not synthesize, so there is nothing to compare with.' >"$uncompared"
    rm -rf "$base"
  }
fi
cd "$WORKING_DIRECTORY"
bash -euo pipefail -c "$SYNTH"
