#!/bin/sh
# A relay or server that starts and never listens.
[ "$1" != -v ] && [ "$1" != -V ] && [ "$1" != --version ] || { echo "fake version 1.0" >&2; exit 0; }
exec sleep 600
