#!/bin/sh
# The real nginx as the child of somebody who does not listen to TERM.
PATH=${PATH#*:}:/usr/sbin
case $1 in -v | -V) exec nginx "$@" ;; esac
trap '' TERM
nginx "$@" &
while :; do sleep 1; done
