# sh check_background.sh BIN WORK: requests while streams fill the same chain.

name=background
. "$(dirname "$0")/programs.sh"

growth() { sed -n "s/^mark .* $2=\([0-9]*\).*/\1/p" "$1.out" | awk 'NR == 1 { a = $1 } { b = $1 } END { printf "%.0f\n", b - a }'; }

# begin_chain: a server and a relay before it.
begin_chain() {
    begin server 6 flimflam-load server rr --listen 127.0.0.1:0 --threads 2 --background 3 $1
    server=$pid
    port=$(port_of server)
    begin relay 7 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --threads 2
    relay=$pid
    port=$(port_of relay)
}

for options in '' '--rate 500' '--rate 500 --active 1'; do
    for sizes in '' '--request 98 --response 98' '--request 100000 --response 3'; do
        begin_chain "$sizes"
        begin client 9 flimflam-load client rr --connect "127.0.0.1:$port" --jobs 4 --threads 2 --background 3 $options $sizes
        client=$pid
        await client '^connected 4$'
        sleep 0.2
        echo 'at 0' >&6; echo 'at 0' >&9
        sleep 0.4
        echo 'at 0' >&6; echo 'at 0' >&9
        sleep 0.2
        # The streams are not among the connections with requests.
        [ "$(value server.out connections)" = 4 ] || fail "$(value server.out connections) connections with requests, not 4"
        [ "$(growth client ops)" -gt 0 ] || fail "$options $sizes: no request was answered"
        [ "$(growth server background)" -gt 100000 ] || fail "$options $sizes: the streams moved $(growth server background) bytes"
        echo quit >&9
        ended $client 0
        echo quit >&6
        ended $server 0
        kill -TERM $relay
        ended $relay 0
    done
done

# A chain that breaks ends the client.
begin_chain ''
begin client 9 flimflam-load client rr --connect "127.0.0.1:$port" --jobs 1 --background 3
client=$pid
await client '^connected 1$'
kill -KILL $relay
ended $relay 137
ended $client 1
grep -Eq '^error (background stream|connection 0): ' client.out || fail "no error line"
kill -KILL $server
ended $server 137

for arguments in 'client rr --background 0' 'client crr --background 1' 'client upload --background 1'; do
    "$bin/flimflam-load" $arguments --connect 127.0.0.1:1 </dev/null >/dev/null 2>usage.err && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
pids=
echo 'background: fine'
