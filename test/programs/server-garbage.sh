#!/bin/sh
# iperf3, but its server reports something else than JSON.
[ "$1" != --version ] || { echo "fake 1.0"; exit 0; }
PATH=${PATH#*:}
case " $* " in
  *" -s "*) echo "lorem { ipsum"; exec iperf3 "$@" > /dev/null ;;
esac
exec iperf3 "$@"
