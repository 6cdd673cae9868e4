# sh check_tls.sh BIN WORK: the clients over TLS, and what they say of certificates that are not right.

name=tls
limit='timeout 30' # a fault must not last for ever
. "$(dirname "$0")/programs.sh"
[ -e "$bin/flimflam-tls.so" ] || { echo 'tls: left out, since there is no OpenSSL here'; exit 0; }
command -v openssl >/dev/null || { echo 'tls: left out, since the openssl program is missing'; exit 0; }

# authority FOLDER; signed FOLDER NAME DAYS: a certificate of it for 127.0.0.1.
authority() {
    mkdir "$1"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1/ca.key" -out "$1/ca.crt" \
        -subj "/CN=$1" -days 2 2>/dev/null
    echo "subjectAltName=IP:${2-127.0.0.1}" >"$1/names"
}
signed() {
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1/$2.key" -out "$1/request" -subj "/CN=$2" 2>/dev/null
    openssl x509 -req -in "$1/request" -CA "$1/ca.crt" -CAkey "$1/ca.key" -CAcreateserial -days "$3" \
        -extfile "$1/names" -out "$1/$2.crt" 2>/dev/null
}
authority good
signed good tls 2
signed good client 2
authority other
signed other tls 2
signed other client 2
authority elsewhere 127.0.0.2
signed elsewhere tls 2
mkdir expired
cp good/ca.* good/names expired
signed expired tls -1
signed expired client -1

# serve MODE OPTION...; peer FOLDER [1.2]: the relay that ends TLS, before the server that was started last.
serve() {
    begin server 6 flimflam-load server "$@" --listen 127.0.0.1:0 --threads 2
    server=$pid
    port=$(port_of server)
}
peer() {
    begin peer 7 test/tls_peer "$port" "$@"
    peer=$pid
    through=$(port_of peer)
}
# client AUTHORITY OWN MODE OPTION...: with the authority of the one folder, and the certificate in the other.
client() {
    ca=$1
    own=$2
    kind=$3
    shift 3
    begin client 9 flimflam-load client $kind --connect "127.0.0.1:$through" --threads 2 --tls-ca "$ca/ca.crt" \
        --tls-cert "$own/client.crt" --tls-key "$own/client.key" "$@"
    client=$pid
}
marked_twice() {
    tries=0
    until [ "$(grep -c "^mark" "$1.out")" -ge 2 ]; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "$1 did not take the second mark"
        sleep 0.02
    done
}
# A server with such a mark.
marked() {
    tries=0
    until echo 'at 0' >&6 && sleep 0.02 && grep '^mark' server.out | grep -q "$1"; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "the server did not say $1"
    done
}
# The end goes on to receive, which on a busy machine takes its time.
moves() {
    at=$(grep '^mark' "$1.out" | tr ' ' '\n' | sed -n 's/^rx=//p' | tail -n 1)
    tries=0
    until [ "$(grep '^sample' "$1.out" | tr ' ' '\n' | sed -n 's/^rx=//p' | tail -n 1)" -gt $((at + least)) ]; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "$1 received no more than $least bytes after $at"
        sleep 0.02
    done
}
# window [MARK]: two marks between which `receivers` receive `least` bytes, then the end; first the server is to have that mark.
window() {
    await client '^connected'
    [ -z "${1-}" ] || marked "$1"
    sleep 0.1
    echo 'at 0' >&6
    echo 'at 0' >&9
    sleep 0.1
    for end in $receivers; do moves $end; done
    echo 'at 0' >&6
    echo 'at 0' >&9
    marked_twice client
    marked_twice server
    echo quit >&9
    ended $client 0
}
done_with() { kill -TERM $peer; wait $peer 2>/dev/null || true; exec 6>&-; ended $server 0; }
growth() { sed -n 's/^mark .* '"$2"'=\([0-9]*\).*/\1/p' "$1.out" | awk 'NR == 1 { a = $1 } { b = $1 } END { print b - a }'; }
count() { awk '!/^#/ { sum += $2 } END { print sum + 0 }' "$1.histogram"; }

# Streams: every byte arrives. stream VERSION DIRECTION OPTION...
stream() {
    direction=$2
    version=$1
    shift 2
    case $direction in echo) serve echo ;; *) serve $direction --jobs 3 "$@" ;; esac
    peer good $version
    client good good $direction --jobs 3 "$@"
    least=0
    case $direction in upload) receivers=server ;; both) receivers='client server' ;; *) receivers=client ;; esac
    case $* in *half-close*) window half_closed=3 ;; *) window ;; esac
    for end in $receivers; do [ "$(growth $end rx)" -gt 0 ] || fail "$direction $version $*: nothing arrived"; done
    case $version in 1.2) spoken='tls TLSv1.2 [-A-Z0-9]*' ;; *) spoken='tls TLSv1.3 TLS_[A-Z0-9_]*' ;; esac
    [ "$(grep -n '^tls' client.out)" = "1:$(grep -x "$spoken" client.out)" ] || fail "the handshake was not told first and once"
    case $* in *half-close*) grep '^mark' server.out | tail -n 1 | grep -q 'connections=3 ' || fail 'a half-closed connection was ended' ;; esac
    done_with
}
stream '' echo --verify --message-size 777
stream 1.2 echo --verify --active 2
stream '' upload --message-size 100
stream '' download --half-close --verify
stream 1.2 download --half-close
stream '' both
stream 1.2 both --verify --message-size 5000
stream '' both --verify --reader-rate 80000000
stream '' both --verify --rate 80000000 --active 2

# Requests, smaller and larger than a record and any buffer. requests VERSION MODE REQUEST RESPONSE [OPTION...]
requests() {
    version=$1
    mode=$2
    sizes="--request $3 --response $4"
    response=$4
    shift 4
    serve $mode $sizes $(echo "$@" | grep -o -- '--background.*')
    peer good $version
    client good good $mode --jobs 3 --histograms "$PWD" $sizes "$@"
    receivers=client
    least=$((6 * response)) # more than those that were under way
    window
    answers=$(count latency)
    [ "$answers" -gt 0 ] || fail "$mode $sizes $*: no answer"
    case $* in *rate*) ;; *) [ "$(growth client rx)" -ge $((answers * response - 3 * response)) ] || fail "$mode $sizes $*: bytes and answers do not fit" ;; esac
    if [ $mode = crr ]; then
        [ "$(count connect)" -gt 0 ] || fail "crr $sizes: no connection"
        for cause in refused reset timeout ports closed other; do
            [ "$(growth client $cause)" = 0 ] || fail "crr $sizes: connections failed: $cause"
        done
    fi
    [ "$(grep -c '^tls' client.out)" = 1 ] || fail 'the handshake was not told once'
    done_with
}
requests '' rr 1 1
requests 1.2 rr 100 50000
requests '' rr 300000 1000000
requests '' rr 1 1 --rate 50
requests '' rr 300000 300000 --rate 50
requests '' rr 50000 7 --background 2
requests '' crr 1 1
requests '' crr 100000 100000
requests 1.2 crr 100 50000

# Faults: one line says what TLS met. refused PEER AUTHORITY OWN REASON MODE...
refused() {
    reason="error tls: ($4)"
    folders="$1 $2 $3"
    shift 4
    for mode; do
        serve $mode
        peer ${folders%% *}
        client $(echo "$folders" | cut -d' ' -f2-) $mode --jobs 3
        ended $client 1
        grep -Eqx "$reason" client.out && grep -Eqx "$reason" client.err || fail "$mode, $folders: not $reason"
        done_with
    done
}
refused expired good good "the peer's certificate: certificate has expired" echo crr
refused good other good "the peer's certificate: (unable to get local issuer certificate|self-signed certificate.*)" echo
refused elsewhere elsewhere good "the peer's certificate: IP address mismatch" echo
refused good good other 'the peer refused: tlsv1 alert unknown ca' upload download rr crr
refused good good expired 'the peer refused: sslv3 alert certificate expired' echo

# A server that speaks no TLS: one that sends, one that only listens, and one that closes.
serve download
through=$port
client good good echo --jobs 2
ended $client 1
grep -qx 'error tls: wrong version number' client.err || fail 'no TLS: not told'
exec 6>&-
ended $server 0
serve upload
through=$port
client good good upload --jobs 2 --connect-timeout 1
ended $client 1
grep -qx 'error tls: no handshake came to its end for 1 s' client.err || fail 'a silent peer: not told'
exec 6>&-
ended $server 0

# Files and arguments that cannot be used.
client good good echo --jobs 1 --tls-key nowhere.key
ended $client 1
grep -q '^error tls: cannot use nowhere.key: ' client.err || fail 'a missing key was not told'
client good good echo --jobs 1 --tls-key other/client.key
ended $client 1
grep -q '^error tls: cannot use other/client.key: .*mismatch$' client.err || fail 'the key of another was not told'
for arguments in '--tls-ca good/ca.crt' '--tls-ca good/ca.crt --tls-cert good/client.crt --tls-key good/client.key --light'; do
    "$bin/flimflam-load" client upload --connect 127.0.0.1:1 $arguments </dev/null >/dev/null 2>usage.err && fail "accepted: $arguments"
    [ $? = 2 ] && [ "$(wc -l <usage.err)" = 1 ] || fail "wrong end for: $arguments"
done
mkdir alone
cp "$bin/flimflam-load" alone
code=0
alone/flimflam-load client echo --connect 127.0.0.1:1 --tls-ca good/ca.crt --tls-cert good/client.crt --tls-key good/client.key \
    </dev/null 2>alone.err || code=$?
[ $code = 1 ] && grep -q '^error tls: .*flimflam-tls.so' alone.err || fail 'a missing object was not told'
pids=
echo 'tls: fine'
