#!/usr/bin/env bash
# Builds the extension, tests it with a server and a crate, and packs it as `out/cargo-spec.vsix`.
#
#   editors/vscode/package.sh target/debug/cargo-spec examples/kiro

set -euo pipefail
CARGO_SPEC=$(realpath "$1")
SPEC_EXAMPLE=$(realpath "$2")
export CARGO_SPEC SPEC_EXAMPLE
cd "$(dirname "$0")"
[ -d node_modules ] || npm ci --no-audit --no-fund --ignore-scripts
npm test
npm run package
