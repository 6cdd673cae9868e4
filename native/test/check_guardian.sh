# sh check_guardian.sh BIN WORK

name=guardian
. "$(dirname "$0")/guardians.sh"

begin
spawn first - - 'echo out; echo err >&2; echo "$PLACE:${HOME-none}:$(pwd)"; exit 3'
await "exited${tab}first${tab}3${tab}-${tab}[0-9]*${tab}[0-9]*$"
await "gone${tab}first$"
[ "$(cat log)" = "out
err
$PWD:none:/" ] || fail "wrong log"
[ "$(stat -c %a log)" = 600 ] || fail "wrong mode of the log"
spawn first - - 'kill -SEGV $$'
await "exited${tab}first${tab}-${tab}SEGV${tab}[0-9]*${tab}[0-9]*$"
spawn pinned - 0 'grep Cpus_allowed_list /proc/self/status; ls /proc/self/fd | wc -l; exec sleep 100'
await "started${tab}pinned${tab}[0-9]*$"
spawn pinned - - 'true'
await "failed${tab}pinned${tab}a process of this name is still there$"
await '4$' log # ls itself holds the fourth descriptor: only 0, 1 and 2 are inherited
tell signal pinned STOP
tell signal pinned KILL
await "exited${tab}pinned${tab}-${tab}KILL${tab}[0-9]*${tab}[0-9]*$"
grep -q "Cpus_allowed_list:${tab}0$" log || fail "affinity not set"
spawn talk 5 - 'read line; echo "heard $line" >&2; sleep 0.3; echo answer'
echo hello >&5
await "exited${tab}talk${tab}0"
grep -q 'heard hello' log || fail "channel is not stdin"
read -r answer <&5
[ "$answer" = answer ] || fail "channel is not stdout"
spawn talk 5 - 'true'
await "failed${tab}talk${tab}no such channel: 5$"
spawn nowhere - 0,x 'true'
await "failed${tab}nowhere${tab}not a list of CPUs: 0,x$"
tell spawn missing - - - / "$PWD/log" 1 /no/such
await "failed${tab}missing${tab}cannot execute /no/such: No such file or directory$"
tell spawn missing - - - /no/where "$PWD/log" 1 /bin/true
await "failed${tab}missing${tab}cannot enter directory /no/where: No such file or directory$"
tell spawn missing - - - / /no/log 1 /bin/true
await "failed${tab}missing${tab}cannot open log /no/log: No such file or directory$"
tell spawn missing - - - / "$PWD/log" 2 /bin/true
await "error${tab}malformed command: spawn$"
tell spawn missing - - /no/such/cgroup.procs / "$PWD/log" 1 /bin/true
await "failed${tab}missing${tab}cannot enter cgroup /no/such/cgroup.procs: No such file or directory$"
tell remove
await "error${tab}malformed command: remove$"
tell remove /no/such/cgroup
tell dance
await "error${tab}unknown command: dance$"
tell signal nobody TERM
await "error${tab}no process is named nobody$"
tell signal first SEGV
await "error${tab}unknown signal: SEGV$"
spawn orphan - - 'sleep 0.4 & exit 0'
await "exited${tab}orphan${tab}0${tab}-${tab}[0-9]*${tab}[0-9]*$"
grep -q "gone${tab}orphan" events && fail "gone too early"
await "gone${tab}orphan$"
spawn tough - - "$tenacious"
await_pids
tell quit
finish 0
[ "$(tail -n 1 events)" = bye ] || fail "no bye"

begin --heartbeat 0
spawn tough - - "$tenacious"
await_pids
exec 9>&-
finish 1

begin
spawn tough - - "$tenacious"
await_pids
kill -TERM $guardian
finish 1
exec 9>&-

begin --heartbeat 1
spawn tough - - "$tenacious"
await_pids
for beat in 1 2 3; do sleep 0.5; tell beat; done
[ -e /proc/$guardian ] || fail "did not hear the beats"
finish 1
exec 9>&-

# A cgroup of any kind, where this user may make one: what enters it, and that it does not outlive the guardian.
made=
for mount in $(awk '$3 ~ /^cgroup/ && $4 !~ /cpuset/ { print $2 }' /proc/mounts); do
    folder=$mount/flimflam-check-$$
    mkdir "$folder" 2>/dev/null || continue
    if [ -w "$folder/cgroup.procs" ]; then made=$folder && break; fi
    rmdir "$folder"
done
if [ -n "$made" ]; then
    rmdir "$made"
    begin
    tell remove "$made"
    mkdir "$made"
    cgroup=$made/cgroup.procs
    spawn inside - - 'grep "/flimflam-check-" /proc/self/cgroup; exec sleep 100'
    await ".*/flimflam-check-$$\$" log
    spawn tough - - "$tenacious"
    await_pids
    [ "$(wc -l <"$cgroup")" -ge 5 ] || fail "not all are in the cgroup"
    exec 9>&-
    finish 1
    [ ! -e "$made" ] || fail "the cgroup was left behind"
else
    echo 'guardian: no cgroup may be made here, so entering one was not checked'
fi

echo 'guardian: fine'
