# sh check_network.sh BIN WORK: load, relay and sockets together.

name=network
. "$(dirname "$0")/programs.sh"

# Exact bytes, half-close and back-pressure, without and with the relay.
begin server 6 flimflam-load server echo --listen 127.0.0.1:0 --threads 2
server=$pid
port=$(port_of server)
begin relay 7 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --threads 2
relay=$pid
relayed=$(port_of relay)
for way in "$port" "$relayed"; do
    for bytes in 0 1 100000 20000000; do
        "$bin/test/probe" "$way" $bytes || fail "stream of $bytes bytes"
    done
    "$bin/test/probe" "$way" 60000000 late || fail "stream that is read late"
done
echo 'at 0' >&7
await relay '^mark'
[ "$(value relay.out rx)" = 80100001 ] || fail "relay counted wrong"
[ "$(value relay.out tx)" = 80100001 ] || fail "relay counted wrong"
[ "$(value relay.out connections)" = 0 ] || fail "relay keeps a dead connection"

# A deliberate cost, in both directions: 20 ms for each MiB are 0.4 s, and without it some 10 ms.
begin costly 9 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --burn 20000
costly=$pid
before=$(cpu_ticks $relay)
"$bin/test/probe" "$relayed" 10485760 || fail "stream without a cost"
free=$(($(cpu_ticks $relay) - before))
before=$(cpu_ticks $costly)
"$bin/test/probe" "$(port_of costly)" 10485760 || fail "stream at a cost"
paid=$(($(cpu_ticks $costly) - before))
[ $paid -gt $((4 * (free + 1))) ] || fail "--burn took $paid ticks, without it $free"
kill -TERM $costly
ended $costly 0

# The load, and the kernel's view of it.
begin sockets 8 flimflam-sockets --connected "127.0.0.1:$relayed" --interval 100
await sockets '^ready'
begin client 9 flimflam-load client echo --connect "127.0.0.1:$relayed" --jobs 5 --threads 2
client=$pid
await client '^sample'
echo 'at 0' >&9
await client '^mark'
await sockets '^sample [0-9]* sockets=5 rx=[1-9]'
echo 'dance' >&9
echo 'at 0' >&9
sleep 0.2
echo quit >&9
ended $client 0
[ "$(grep -c '^mark 0 [0-9]* rx=[0-9]* tx=[0-9]* ops=0$' client.out)" = 2 ] \
    || fail "wrong marks"
grep -q 'unknown command: dance' client.err || fail "unknown command accepted"
echo quit >&8

# A killed relay is noticed; so is a missing one.
begin client 9 flimflam-load client echo --connect "127.0.0.1:$relayed" --jobs 4 --threads 2
client=$pid
await client '^sample'
kill -TERM $relay
ended $relay 0
ended $client 1
grep -q '^error connection [0-3]: ' client.out || fail "no error line"
begin client 9 flimflam-load client echo --connect "127.0.0.1:$relayed" --jobs 4
ended $pid 1
grep -qx "cannot connect to 127.0.0.1:$relayed: Connection refused" client.err || fail "no reason"
begin second 8 flimflam-load server echo --listen "127.0.0.1:$port"
ended $pid 1
grep -qx "cannot listen on 127.0.0.1:$port: Address already in use" second.err || fail "no reason"
exec 6>&-
ended $server 0

# Bad arguments.
for arguments in '' 'server' 'client echo' 'server echo --listen 8.8.8:1' 'server echo --listen 127.0.0.1:x' \
    'client rr --connect 127.0.0.1:1 --jobs 0'; do
    "$bin/flimflam-load" $arguments </dev/null >/dev/null 2>usage.err && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
pids=
echo 'network: fine'
