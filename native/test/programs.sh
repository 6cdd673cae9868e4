# Sourced by checks of several programs: `sh check_X.sh BIN WORK`, with `name` set, and `limit` where programs are
# started behind a command that ends them.

check=$name
bin=$1
cd "$2"
pids=
trap 'kill -- $pids 2>/dev/null' EXIT

fail() { echo "$check: $*" >&2; tail -n 5 ./*.out ./*.err >&2; exit 1; }

await() {
    tries=0
    until grep -q "$2" "$1.out" 2>/dev/null; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "$1 did not print: $2"
        sleep 0.02
    done
}

# begin NAME FD PROGRAM ARGUMENT...: its stdin stays open as descriptor FD.
begin() {
    name=$1
    fd=$2
    shift 2
    rm -f "$name.in" "$name.out"
    mkfifo "$name.in"
    ${limit-} "$bin/$@" <"$name.in" >"$name.out" 2>"$name.err" 6>&- 7>&- 8>&- 9>&- &
    pid=$!
    pids="$pids $pid"
    eval "exec $fd>$name.in"
}

port_of() { await "$1" '^listening'; sed -n 's/^listening //p' "$1.out"; }
value() { tail -n 1 "$1" | tr ' ' '\n' | sed -n "s/^$2=//p"; }
ended() { wait "$1" 2>/dev/null && code=0 || code=$?; [ $code = "$2" ] || fail "process ended with $code, not $2"; }
# User and system time; the fields after the name, which may hold anything.
cpu_ticks() { sed 's/.*) //' "/proc/$1/stat" | { read -r _ _ _ _ _ _ _ _ _ _ _ user system _; echo $((user + system)); }; }
