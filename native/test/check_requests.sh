# sh check_requests.sh BIN WORK: requests in closed and open loop, and a connection for each.

name=requests
. "$(dirname "$0")/programs.sh"

# serve MODE OPTION...; load MODE OPTION... (of the server that was started last).
serve() {
    mode=$1
    shift
    begin server 6 flimflam-load server $mode --listen 127.0.0.1:0 --threads 2 "$@"
    server=$pid
    port=$(port_of server)
}
load() {
    mode=$1
    shift
    rm -f ./*.histogram
    begin client 9 flimflam-load client $mode --connect "127.0.0.1:$port" --threads 2 --histograms "$PWD" "$@"
    client=$pid
    await client '^connected'
}

# window BEFORE LENGTH: two marks, then the end.
window() {
    sleep "$1"
    echo 'at 0' >&9
    sleep "$2"
    echo 'at 0' >&9
    await client '^mark'
    sleep 0.1
    echo quit >&9
}
done_with_server() { exec 6>&-; ended $server 0; }

# The highest value of the bucket that holds the share, in microseconds; and how many samples there are.
percentile() {
    awk -v share="$2" '!/^#/ { value[++n] = $1; count[n] = $2; total += $2 }
        END { for (i = 1; i <= n; i++) { sum += count[i]; if (sum >= share * total) break }
              printf "%d\n", value[i] / 1000 }' "$1.histogram"
}
count() { awk '!/^#/ { sum += $2 } END { print sum + 0 }' "$1.histogram"; }
check_histogram() {
    awk '/^# sum/ { split($NF, last, "=") } !/^#/ { sum += $2 }
         END { exit !(sum > 0 && sum == last[2]) }' "$1.histogram" || fail "wrong histogram: $1"
}
# How much a counter of the client grew between its marks.
growth() { sed -n "s/^mark .* $1=\([0-9]*\).*/\1/p" client.out | awk 'NR == 1 { a = $1 } { b = $1 } END { print b - a }'; }

# Sizes smaller and larger than any buffer, and unlike in the two directions.
for sizes in '1 1' '100 50000' '50000 7' '3000000 3000000'; do
    set -- $sizes
    sizes="--request $1 --response $2"
    response=$2
    serve rr $sizes
    load rr --jobs 3 $sizes
    window 0.1 0.4
    ended $client 0
    check_histogram latency
    # Where the machine is busy the counters of the first mark are read some ms after it, and what came meanwhile is not in.
    [ "$(growth rx)" -ge $(($(count latency) * response * 95 / 100 - 3 * response)) ] || fail "bytes and answers do not fit"
    load rr --jobs 3 $sizes --rate 50
    window 0.1 0.4
    ended $client 0
    for which in latency service lag; do check_histogram $which; done
    done_with_server
    serve crr $sizes
    load crr --jobs 3 $sizes
    window 0.1 0.4
    ended $client 0
    for which in latency connect; do check_histogram $which; done
    for cause in refused reset timeout ports closed other; do
        [ "$(growth $cause)" = 0 ] || fail "connections failed: $cause"
    done
    done_with_server
done

# A server that stalls for 200 ms: the requests that were due meanwhile are in the response times.
serve rr --stall-after 1 --stall-for 200
load rr --jobs 2 --rate 1000
window 0.5 1.2
ended $client 0
said=$(grep '^open-loop' client.out)
[ "$said" = "open-loop planned=$(count lag) sent=$(count lag) answered=$(count latency)" ] || fail "not all were answered: $said"
[ "$(count latency)" -ge 1200 ] && [ "$(count service)" = "$(count latency)" ] || fail "requests are missing"
[ "$(percentile latency 0.999)" -ge 150000 ] || fail "the stall is not in the response times"
[ "$(percentile service 0.5)" -lt 100000 ] || fail "the stall is in the median service time"
done_with_server

# A server that stalls until the end: what was not answered is known.
serve rr --stall-after 1 --stall-for 60000
load rr --jobs 2 --rate 1000
window 0.5 1
ended $client 0
sed -n 's/^open-loop planned=\([0-9]*\) .*answered=\([0-9]*\)$/\1 \2/p' client.out >open
read -r planned answered <open
[ "$planned" -ge 1000 ] && [ "$answered" -lt $((planned * 3 / 4)) ] || fail "answered $answered of $planned by a server that stalls"
kill -KILL $server
ended $server 137

# The same for short connections: the client gives them up, and counts them.
serve crr --stall-after 0 --stall-for 60000
load crr --jobs 3 --connect-timeout 1
window 0.5 1
ended $client 0
[ "$(growth timeout)" -ge 3 ] || fail "no connection took too long"

# A server that is killed: requests end with one line, short connections go on and are counted.
load crr --jobs 3
sleep 0.1
kill -KILL $server
ended $server 137
window 0.1 0.3
ended $client 0
[ "$(growth refused)" -gt 0 ] || fail "no connection was refused"
grep -q '^error first re[a-z]*: Connection re' client.out || fail "no reason"
for rate in '' '--rate 100'; do
    serve rr
    load rr --jobs 2 $rate
    sleep 0.1
    kill -KILL $server
    ended $server 137
    ended $client 1
    [ "$(wc -l <client.err)" -le 2 ] && grep -q '^error connection [01]: ' client.err || fail "no error line"
done

# Bad arguments.
for arguments in '--rate 0' '--rate 1000000001' '--request 0' '--response 1073741825' '--rate x'; do
    "$bin/flimflam-load" client rr --connect 127.0.0.1:1 $arguments </dev/null >/dev/null 2>usage.err \
        && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
"$bin/flimflam-load" client crr --connect 127.0.0.1:1 --rate 5 </dev/null >/dev/null 2>&1 && fail "crr has no rate"
pids=
echo 'requests: fine'
