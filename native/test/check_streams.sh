# sh check_streams.sh BIN WORK: streams in each direction, paced, verified, light; without and with the relay.

name=streams
limit='timeout 30' # a fault must not last for ever
. "$(dirname "$0")/programs.sh"

# What grew between the two marks.
grown() { sed -n 's/^mark .* '"$2"'=\([0-9]*\).*/\1/p' "$1.out" | { read -r first; read -r last; echo $((last - first)); }; }
# Nanoseconds between the two marks.
between() { sed -n 's/^mark [0-9]* \([0-9]*\) .*/\1/p' "$1.out" | { read -r first; read -r last; echo $((last - first)); }; }
shares() { sed -n 's/^shares//p' "$1.out" | awk '{ for (i = 1; i <= NF; i++) { n++; sum += $i } } END { printf "%d %.0f", n, sum }'; }
mark_both() { echo 'at 0' >&6; echo 'at 0' >&9; }

# run PORT DIRECTION OPTION...: client and server of a stream, marked twice, 0.4 s apart; leaves both at work.
run() {
    direction=$1
    way=$2
    shift 2
    begin server 6 flimflam-load server "$direction" --listen 127.0.0.1:0 --threads 2 --jobs 3 "$@"
    server=$pid
    port=$(port_of server)
    if [ "$way" != direct ]; then
        begin relay 7 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --threads 2 $way
        relay=$pid
        port=$(port_of relay)
    fi
    begin client 9 flimflam-load client "$direction" --connect "127.0.0.1:$port" --jobs 3 --threads 2 "$@"
    client=$pid
}
finish() {
    echo quit >&9
    ended $client 0
    echo quit >&6
    ended $server 0
    [ "$way" = direct ] || { kill -TERM $relay; ended $relay 0; }
}
window() {
    await client '^connected 3$'
    sleep 0.15
    mark_both
    sleep 0.4
    mark_both
    sleep 0.15
}
# Which ends receive, and how much of it each connection does.
check_bytes() {
    up=$(grown server rx)
    down=$(grown client rx)
    case $direction in
    upload) [ "$up" -gt 0 ] && [ "$down" = 0 ] ;;
    download) [ "$up" = 0 ] && [ "$down" -gt 0 ] ;;
    both) [ "$up" -gt 0 ] && [ "$down" -gt 0 ] ;;
    esac || fail "$direction over $way: server received $up, client $down"
    [ "$direction" = download ] || [ "$(shares server)" = "3 $up" ] || fail "shares of the server: $(shares server), not $up"
    [ "$direction" = upload ] || [ "$(shares client)" = "3 $down" ] || fail "shares of the client: $(shares client), not $down"
}

for direction in upload download both; do
    for way in direct '--pipe-size 65536'; do
        for options in '' '--verify --message-size 1000' '--light' '--message-size 100'; do
            run "$direction" "$way" $options
            window
            check_bytes
            finish
        done
    done
done

# Paced: the achieved rate, within what a busy machine and sanitizers allow; and a reader that is slower than the sender.
for direction in upload download; do
    for options in '--rate 80000000' '--rate 80000000 --verify' '--reader-rate 80000000'; do
        run "$direction" direct $options
        window
        if [ "$direction" = upload ]; then receiver=server; else receiver=client; fi
        bits=$(($(grown $receiver rx) * 8000 / ($(between $receiver) / 1000000)))
        [ $bits -gt 60000000 ] && [ $bits -lt 90000000 ] || fail "$direction $options: $bits bits/s, not 80000000"
        finish
    done
done

# One wrong byte of each flow is found, and named; without --verify it passes.
for direction in upload download both; do
    run "$direction" '--corrupt-after 1000003'
    window
    finish
    run "$direction" '--corrupt-after 1000003' --verify
    wait $client && fail "$direction: the client noticed nothing"
    cat client.out server.out >found
    # The greeting of 16 bytes goes before what the client sends.
    case $direction in download) offset=1000003 ;; *) offset=999987 ;; esac
    grep -Eq "^error connection [0-2]: (upload: wrong byte at offset 999987|download: wrong byte at offset 1000003)\$" found \
        || fail "$direction: the wrong byte at $offset was not named"
    kill -TERM $relay
    ended $relay 0
    kill $server 2>/dev/null || true
    wait $server || true
done

# Clients that have nothing to send say so, and go on to receive every byte; the idle ones say nothing.
for way in direct '--pipe-size 65536'; do
    for options in --half-close '--half-close --verify' '--half-close --verify --active 2 --rate 80000000'; do
        run download "$way" $options
        window
        case $options in *active*) talking=2 ;; *) talking=3 ;; esac
        [ "$(grep '^mark' server.out | sed -n 's/.*half_closed=//p' | tail -n 1)" = $talking ] || fail "$options: not seen by the server"
        [ "$(shares client)" = "$talking $(grown client rx)" ] || fail "$options: shares of the client: $(shares client)"
        # From end to end they are still open, and what is idle too.
        grep '^mark' server.out | tail -n 1 | grep -q 'connections=3 ' || fail "$options: the server ended a connection"
        finish
    done
done
run download direct
window
grep -q 'half_closed=0$' server.out || fail 'half-closed without being asked to'
finish
# A server that takes the end of one direction for that of both, as some relays do.
begin server 6 flimflam-load server download --listen 127.0.0.1:0 --jobs 3
server=$pid
begin client 9 flimflam-load client download --connect "127.0.0.1:$(port_of server)" --jobs 3 --half-close
ended $pid 1
grep -Eq '^error connection [0-2]: (closed|Connection reset) by (the )?peer although only its sending end was closed$' client.out \
    || fail 'the lost half was not named'
echo quit >&6
ended $server 0

# An echoed stream is checked where it comes back.
begin server 6 flimflam-load server echo --listen 127.0.0.1:0 --threads 2
server=$pid
port=$(port_of server)
for options in '--verify' '--verify --message-size 777' '--light'; do
    begin client 9 flimflam-load client echo --connect "127.0.0.1:$port" --jobs 3 --threads 2 $options
    client=$pid
    await client '^sample'
    echo 'at 0' >&9
    sleep 0.2
    echo 'at 0' >&9
    sleep 0.1
    echo quit >&9
    ended $client 0
    [ "$(shares client)" = "3 $(grown client rx)" ] || fail "shares of the echo"
done
begin relay 7 flimflam-relay --listen 127.0.0.1:0 --connect "127.0.0.1:$port" --corrupt-after 70000
relay=$pid
begin client 9 flimflam-load client echo --connect "127.0.0.1:$(port_of relay)" --jobs 3 --verify
ended $pid 1
grep -q '^error connection [0-2]: echo: wrong byte at offset 70000$' client.out || fail "the wrong byte was not named"
kill -TERM $relay
ended $relay 0
echo quit >&6
ended $server 0

# Bad arguments.
for arguments in 'client upload --connect 127.0.0.1:1 --rate 0' 'client both --connect 127.0.0.1:1 --message-size 16777217' \
    'client upload --connect 127.0.0.1:1 --rate 99999999999999999999' 'server sideways --listen 127.0.0.1:0' \
    'server echo --listen 127.0.0.1:0 --verify' 'client upload --verify' \
    'client upload --connect 127.0.0.1:1 --half-close' 'client echo --connect 127.0.0.1:1 --half-close'; do
    "$bin/flimflam-load" $arguments </dev/null >/dev/null 2>usage.err && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
pids=
echo 'streams: fine'
