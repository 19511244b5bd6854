#!/usr/bin/env bash
# Neovim, without a screen, edits a copy of an example with `cargo spec lsp`.
#
#   tests/lsp/neovim.sh target/debug/cargo-spec examples/kiro

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
CARGO_SPEC=$(realpath "$1")
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cp -r "$2" "$place/example"
rm -rf "$place/example/target"
SPEC_ROOT=$(realpath "$place/example")
export CARGO_SPEC SPEC_ROOT XDG_STATE_HOME="$place" XDG_DATA_HOME="$place" XDG_CACHE_HOME="$place" XDG_CONFIG_HOME="$place"
timeout 300 nvim --headless --clean -i NONE -n \
    -c "lua local ok, why = xpcall(dofile, debug.traceback, '$here/neovim.lua') if not ok then io.stderr:write(why, '\\n') vim.cmd('cquit 1') end"
# What the editor has saved is in order: only the gap that the new number leaves is told of.
cd "$SPEC_ROOT"
"$CARGO_SPEC" spec check || { echo "the renamed example is not in order" >&2; exit 1; }
