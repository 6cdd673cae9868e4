#!/bin/sh
# Runs every check of real processes in the programs of one build directory.
#   sh end_to_end.sh BUILD
set -eu
here=$(dirname "$0")
bin=$(cd "$1" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for check in "$here"/check_*.sh; do
    mkdir "$work/now"
    sh "$check" "$bin" "$work/now"
    rm -rf "$work/now"
done
