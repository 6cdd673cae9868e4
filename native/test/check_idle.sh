# sh check_idle.sh BIN WORK: connections of which few talk and the others stay open.

name=idle
. "$(dirname "$0")/programs.sh"

jobs=40
shares() { sed -n 's/^shares//p' "$1.out" | awk '{ for (i = 1; i <= NF; i++) { n++; sum += $i } } END { printf "%d %.0f", n, sum }'; }
growth() { sed -n "s/^mark .* $2=\([0-9]*\).*/\1/p" "$1.out" | awk 'NR == 1 { a = $1 } { b = $1 } END { printf "%.0f\n", b - a }'; }

# run MODE SERVER_OPTIONS CLIENT_OPTIONS: over the relay, marked twice, 0.3 s apart.
run() {
    begin server 6 flimflam-load server $1 --listen 127.0.0.1:0 --threads 2 $2
    server=$pid
    port=$(port_of server)
    begin relay 7 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --threads 2
    relay=$pid
    port=$(port_of relay)
    begin client 9 flimflam-load client $1 --connect "127.0.0.1:$port" --jobs $jobs --threads 2 $3
    client=$pid
    await client "^connected $jobs\$"
    sleep 0.15
    echo 'at 0' >&6; echo 'at 0' >&9
    sleep 0.3
    echo 'at 0' >&6; echo 'at 0' >&9
    sleep 0.15
    [ "$(value server.out connections)" = $jobs ] || fail "$1 $3: not all connections are open at the server"
}
finish() {
    echo quit >&9
    ended $client 0
    echo quit >&6
    ended $server 0
    kill -TERM $relay
    ended $relay 0
}

for active in 1 3; do
    for options in '' '--verify' '--rate 80000000'; do
        for direction in upload download both; do
            all="--jobs $jobs --active $active $options"
            run $direction "$all" "--active $active $options"
            for end in server client; do
                received=$(growth $end rx)
                case $direction-$end in
                upload-client | download-server) [ "$received" = 0 ] || fail "$direction: the $end received $received" ;;
                *) [ "$received" -gt 0 ] && [ "$(shares $end)" = "$active $received" ] \
                    || fail "$direction $options: $active of $jobs, shares of the $end: $(shares $end), not $received" ;;
                esac
            done
            finish
        done
        run echo '' "--active $active $options"
        [ "$(shares client)" = "$active $(growth client rx)" ] || fail "echo $options: shares $(shares client)"
        finish
    done
    for options in '' '--rate 500'; do
        run rr '' "--active $active $options"
        [ "$(growth client ops)" -gt 10 ] || fail "rr $options: $(growth client ops) requests"
        finish
    done
done

# An idle connection that is lost ends the client as any other does.
begin server 6 flimflam-load server rr --listen 127.0.0.1:0
server=$pid
begin client 9 flimflam-load client rr --connect "127.0.0.1:$(port_of server)" --jobs 5 --active 1 --rate 1
client=$pid
await client '^connected 5$'
kill -KILL $server
ended $server 137
ended $client 1
grep -q '^error connection [0-4]: ' client.out || fail "no error line"

for arguments in 'rr --jobs 4 --active 5' 'upload --active 2' 'rr --jobs 4 --active 0' 'crr --jobs 4 --active 1'; do
    "$bin/flimflam-load" client $arguments --connect 127.0.0.1:1 </dev/null >/dev/null 2>usage.err && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
pids=
echo 'idle: fine'
