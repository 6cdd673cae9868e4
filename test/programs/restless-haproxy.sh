#!/bin/sh
# A relay that starts a process, and another, and another.
PATH=${PATH#*:}
case " $* " in
  *" -v "*) exec haproxy "$@" ;;
esac
(while :; do sleep 0.02; done) &
exec haproxy "$@"
