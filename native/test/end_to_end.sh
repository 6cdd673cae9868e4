#!/bin/sh
# Runs the checks of real processes in the programs of one build directory: all of them, or those that are named.
#   sh end_to_end.sh BUILD [NAME...]
set -eu
here=$(dirname "$0")
bin=$(cd "$1" && pwd)
shift
[ $# -gt 0 ] || set -- background guardian idle network requests sampler streams through tls
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name; do
    mkdir "$work/now"
    sh "$here/check_$name.sh" "$bin" "$work/now"
    rm -rf "$work/now"
done
