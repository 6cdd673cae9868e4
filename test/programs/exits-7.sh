#!/bin/sh
# A client that gives up at once.
[ "$1" != --version ] || { echo "fake 1.0"; exit 0; }
case " $* " in
  # The server of iperf3 is the real one.
  *" -s "*) PATH=${PATH#*:}; exec iperf3 "$@" ;;
esac
echo "unable to do anything" >&2
exit 7
