# sh check_through.sh BIN WORK: the guardian where all goes through it, as on another machine.

name=through
. "$(dirname "$0")/guardians.sh"

# Events are only read when the reader is told to.
begin_unread() {
    rm -f commands events log errors pids unread
    : >pids
    mkfifo commands unread
    "$bin/flimflam-guardian" "$@" <commands >unread 2>errors 8<&- 9>&- &
    guardian=$!
    exec 9>commands 8<unread
    rm -f channel
    exec 5<&-
}
order() { grep -n "^$1" events | head -n 1 | cut -d: -f1; }

# Conversations: fields, long lines, the end.
export OWN=mine PLACE=replaced
begin --through
tell beat
tell beat 'a\tb'
await 'beat.a\\tb.[0-9]*$'
[ "$(wc -l <events)" = 1 ] || fail "answered a beat without a token"
spawn echo = - 'echo "$OWN $PLACE"; while read -r line; do printf "<%s>\n" "$line"; done'
await "line${tab}echo${tab}[0-9]*${tab}mine $PWD\$"
tell say echo 'one\ttwo\\three\nfour'
await "line${tab}echo${tab}[0-9]*${tab}<one\\\\ttwo\\\\\\\\three>\$"
await "line${tab}echo${tab}[0-9]*${tab}<four>\$"
tell say nobody anything
spawn long = - 'head -c 4194304 /dev/zero | tr "\\0" "\\134"; echo; printf rest; exit 3'
await "gone${tab}long\$"
awk -F "$tab" '$1 == "line" && $2 == "long" { print length($4) }' events >lengths
[ "$(cat lengths)" = "8388608
4" ] || fail "long line: $(cat lengths)"
await "line${tab}long${tab}[0-9]*${tab}rest\$"
await "closed${tab}long\$"
[ "$(order "line${tab}long${tab}[0-9]*${tab}rest")" -lt "$(order "exited${tab}long${tab}3")" ] \
    || fail "the end comes before the last words"
spawn pair 5 - true
await "started${tab}pair${tab}" # a channel that was inherited does as well
spawn nowhere 6 - true
await "failed${tab}nowhere${tab}no such channel: 6\$"
tell spawn missing = - - / "$PWD/log" 1 /no/such
await "failed${tab}missing${tab}cannot execute /no/such: No such file or directory\$"

# A child that does not read does not hold up the guardian.
spawn deaf = - 'exec sleep 100'
await "started${tab}deaf${tab}"
kilobyte=$(printf '%01000d' 0)
for i in 1 2 3 4 5 6; do
    awk -v line="say${tab}deaf${tab}$kilobyte" 'BEGIN { for (i = 0; i < 1000; i++) print line }' >&9
done
tell beat after
await "beat${tab}after"

# `end` reaches what left its group and session; then all begins anew.
spawn tough = - "$tenacious"
await_pids
spawn away = - 'echo here; setsid sleep 100 & exit 0' # holds its channel when its group is gone
await "gone${tab}away\$"
tell end
await 'ended$'
for pid in $(cat pids); do
    [ ! -e "/proc/$pid" ] || fail "process $pid was there when all had ended"
done
for one in echo deaf tough away; do await "closed${tab}$one\$"; done
spawn echo = - 'read line; echo "again $line"'
tell say echo hello
await "line${tab}echo${tab}[0-9]*${tab}again hello\$"
spawn away = - 'setsid sleep 100 & exit 0'
tries=0
until [ "$(grep -c "^gone${tab}away" events)" = 2 ]; do
    tries=$((tries + 1))
    [ $tries -lt 250 ] || fail "not gone"
    sleep 0.02
done
spawn away = - 'echo second'
await "line${tab}away${tab}[0-9]*${tab}second\$"
tell quit
finish 0
[ "$(tail -n 1 events)" = bye ] || fail "no bye"
grep -q '^error' events && fail "an error"

# A reader that is slow misses nothing, and the guardian goes on hearing beats meanwhile.
begin_unread --through --heartbeat 1
spawn count = - 'seq 60000; exec sleep 100'
for beat in 1 2 3; do sleep 0.5; tell beat $beat; done
[ -e /proc/$guardian ] || fail "did not hear the beats of a slow reader"
cat <&8 >events &
reader=$!
exec 8<&-
tries=0
until grep -qs "^line${tab}count${tab}[0-9]*${tab}60000\$" events; do
    tries=$((tries + 1))
    [ $tries -lt 250 ] || fail "not all was told"
    tell beat
    sleep 0.02
done
awk -F "$tab" '$1 == "line" && $4 != ++last { exit 1 }' events || fail "lines out of order"
for beat in 1 2 3; do grep -q "^beat${tab}$beat${tab}" events || fail "beat $beat was not answered"; done
finish 1 # without a beat, though its stdin is open
wait $reader
exec 9>&-

# A reader that is gone does not keep it from its end, in which a private folder goes too.
mkdir outside private private/sub
chmod 700 private
echo kept >outside/file
echo one >private/sub/file
ln -s ../../outside/file private/sub/file-outside
ln -s "$PWD/outside" private/folder-outside
chmod 400 private/sub/file
chmod 500 private/sub
begin_unread --through --heartbeat 1 --clear "$PWD/private"
tell spawn endless = - - "$PWD/private" "$PWD/private/log" 2 yes lines
spawn tough = - "$tenacious"
await_pids
finish 1
[ ! -e private ] || fail "the private folder was left"
[ "$(cat outside/file)" = kept ] || fail "cleared what is outside"
exec 8<&- 9>&-

# It goes in every end, and nothing else ever does.
for ending in quit eof TERM; do
    mkdir private
    chmod 700 private
    begin --through --clear "$PWD/private"
    tell spawn log - - - "$PWD/private" "$PWD/private/log" 3 sh -c 'echo begun; exec sleep 100'
    await begun private/log
    case $ending in
    quit) tell quit; finish 0 ;;
    eof) exec 9>&-; finish 1 ;;
    TERM) kill -TERM $guardian; finish 1 ;;
    esac
    [ ! -e private ] || fail "the private folder was left by $ending"
    exec 9>&-
done
mkdir shared
chmod 777 shared
ln -s outside link
for folder in shared link outside /no/such outside/file; do
    case $folder in /*) ;; outside) ;; *) folder=$PWD/$folder ;; esac
    "$bin/flimflam-guardian" --through --clear "$folder" </dev/null >events 2>errors && fail "cleared $folder"
    [ "$(cat errors)" = "--clear: not a private folder: $folder" ] || fail "no reason for $folder: $(cat errors)"
done
[ "$(cat outside/file)" = kept ] || fail "cleared what is not private"

echo 'through: fine'
