#!/bin/sh
# A client that knows nothing of its job.
[ "$1" != --version ] || { echo "fake 1.0"; exit 0; }
case " $* " in
  # The server of iperf3 is the real one.
  *" -s "*) PATH=${PATH#*:}; exec iperf3 "$@" ;;
esac
echo "[ lorem ipsum"
echo "starting benchmark..."
echo "dolor sit amet"
exit 0
