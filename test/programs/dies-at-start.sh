#!/bin/sh
# A relay that says why it cannot live, and ends.
[ "$1" != -v ] && [ "$1" != -V ] && [ "$1" != --version ] || { echo "fake version 1.0 --with-stream" >&2; exit 0; }
echo "reading the configuration" >&2
echo "emerg: the flux capacitor is missing" >&2
exit 3
