# Sourced by checks of the guardian: `sh check_X.sh BIN WORK`, with `name` set.

check=$name
bin=$1
detached=
cd "$2"
tab=$(printf '\t')

fail() { echo "$check: $*" >&2; cat events log errors >&2 2>/dev/null; exit 1; }

# Waits (at most 5 s) for a line that matches, of the events or of another file.
await() {
    tries=0
    until grep -qs "^$1" "${2-events}"; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "no line in ${2-events}: $1"
        sleep 0.02
    done
}

begin() {
    rm -f commands events log errors pids channel
    : >pids
    mkfifo commands channel
    exec 5<>channel
    "$bin/flimflam-guardian" "$@" <commands >events 2>errors 9>&- &
    guardian=$!
    exec 9>commands
}

tell() { (IFS=$tab; printf '%s\n' "$*" >&9); }
cgroup=-
spawn() { tell spawn "$1" "$2" "$3" "$cgroup" / "$PWD/log" 3 sh -c "$4" "PATH=$PATH" "PLACE=$PWD" "DETACHED=$detached"; }

finish() {
    wait $guardian && code=0 || code=$?
    [ $code = "$1" ] || fail "ended with $code, not $1"
    for pid in $(cat pids); do
        [ ! -e "/proc/$pid" ] || fail "process $pid was left alive"
    done
    [ ! -s errors ] || fail "wrote to stderr"
    exec 5>&-
}

# Three kinds of tenacious processes: in the group, in a session of its own, and deaf.
tenacious='trap "" TERM HUP INT; sleep 100 & echo $! >>$PLACE/pids; setsid sh -c "$DETACHED" & echo $$ >>$PLACE/pids; wait'
detached='sleep 100 & echo $! >>$PLACE/pids; echo $$ >>$PLACE/pids; wait'
await_pids() {
    tries=0
    until [ "$(wc -l <pids)" = 4 ]; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "the tenacious processes did not start"
        sleep 0.02
    done
}
