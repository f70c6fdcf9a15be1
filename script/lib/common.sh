# SPDX-FileCopyrightText: The Zócalo developers
# SPDX-License-Identifier: MIT
# Shared by the scripts beside this folder: where the project is, how to speak, how to build a preset.
# shellcheck shell=bash

project_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$project_root"

say() { printf '==> %s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# usage_error WORDS…: for an argument that means nothing here.
usage_error() {
    printf '%s: %s (see %s --help)\n' "$(basename "$0")" "$*" "$0" >&2
    exit 2
}

# Prints the comment block at the top of the calling script, which is its help, from the line after the licence on.
print_help() { sed -n '4,/^[^#]/{/^#/s/^# \{0,1\}//p}' "$0"; }

# help_only ARG…: a script that takes no arguments but --help.
help_only() {
    case ${1-} in
    '') ;;
    -h | --help)
        print_help
        exit 0
        ;;
    *) usage_error "unknown argument '$1'" ;;
    esac
}

# quietly LOG COMMAND…: on a terminal the command is seen; elsewhere its output is shown only if it fails.
quietly() {
    local log=$1
    shift
    if [ -t 1 ]; then
        "$@"
        return
    fi
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
}

# build_preset PRESET "CONFIGURE ARGUMENTS" [TARGET…]: configures and builds build/PRESET with one job for each processor.
build_preset() {
    local preset=$1 arguments=$2
    shift 2
    local targets=()
    if [ $# -gt 0 ]; then
        targets=(--target "$@")
    fi
    if command -v ccache >/dev/null; then
        export CMAKE_CXX_COMPILER_LAUNCHER=ccache
    fi
    # shellcheck disable=SC2086 # the arguments are words on purpose
    quietly "build/$preset/configure.log" cmake --preset "$preset" --log-level=WARNING $arguments &&
        quietly "build/$preset/build.log" cmake --build --preset "$preset" --parallel "$(nproc)" "${targets[@]}"
}
