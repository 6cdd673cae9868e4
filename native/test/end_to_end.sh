#!/bin/sh
# Runs one check of real processes in the programs of one build directory.
#   sh end_to_end.sh BUILD NAME
set -eu
here=$(dirname "$0")
bin=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh "$here/check_$2.sh" "$bin" "$work"
