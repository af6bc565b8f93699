# Names what the action writes for one project, so that one job can review several. Sourced by the other scripts.

# The path of the Terraform JSON in the repository.
project="$(realpath --canonicalize-missing --no-symlinks --relative-to . "$WORKING_DIRECTORY/$TERRAFORM")"
key="$(printf %s "$project" | LC_ALL=C tr -c 'A-Za-z0-9.' '-')-$(printf %s "$project" | sha256sum | head -c 8)"
files="$RUNNER_TEMP/apim-failover/$key"
# The checkout of the base branch, and why there is nothing to compare with.
base="$files/base"
uncompared="$files/uncompared.md"
mkdir -p "$files"
