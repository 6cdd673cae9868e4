# sh check_sampler.sh BIN WORK

name=sampler
. "$(dirname "$0")/programs.sh"
tab=$(printf '\t')

tell() { (IFS=$tab; printf '%s\n' "$*" >&6); }
# ask KEY ORDER...: what it answers up to `done KEY`, without that, in the file `answer`.
ask() {
    key=$1
    shift
    before=$(wc -l <sampler.out)
    tell "$@"
    tries=0
    until tail -n "+$((before + 1))" sampler.out >answer && grep -q "^done$tab$key\$" answer; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "no answer: $*"
        sleep 0.02
    done
    grep -v "^sample$tab\|^done$tab" answer >answer.now || true
    mv answer.now answer
}
# expect LINE...: exactly these are the answer.
expect() {
    printf '%s\n' "$@" | cmp -s - answer || fail "unexpected: $(cat answer)"
}
group() { setsid sh -c "$1" >/dev/null 2>&1 6>&- & pids="$pids -$!"; }
field() { cut -f "$1" answer | head -n 1; }

limit=setsid # it leads a group
begin sampler 6 flimflam-sampler
limit=
sampler=$pid
await sampler '^ready$'

# Files of every kind; what is absent yields nothing.
mkdir folder
printf 'a\tb\\c\nd' >folder/text
: >"folder/z empty"
ln -s text folder/link
printf '#!/bin/sh\n' >folder/program
chmod 700 folder/program
mkfifo folder/pipe
place=$(pwd -P)/folder
ask one get one "t:$place/text" "t:$place/z empty" "t:$place/absent" "t:$place" "t:$place/pipe" "l:$place/link" "l:$place/text" \
    "n:$place" "n:$place/text" "r:$place/link" "r:$place/absent" "x:$place/program" "x:$place/text" "x:$place" \
    "e:$place/pipe" "e:$place/absent" "b:$place/text" "b:$place/pipe"
line="file${tab}one${tab}"
expect "${line}t$tab$place/text${tab}a\\tb\\\\c\\nd" "${line}t$tab$place/z empty$tab" "${line}l$tab$place/link${tab}text" \
    "${line}n$tab$place${tab}link\\npipe\\nprogram\\ntext\\nz empty" "${line}r$tab$place/link$tab$place/text" \
    "${line}x$tab$place/program${tab}1" "${line}e$tab$place/pipe${tab}1"
ask two get two "t:$place/[tz]*" "e:$place/p??e" "l:$place/*" "t:$place/x*"
line="file${tab}two${tab}"
expect "${line}t$tab$place/text${tab}a\\tb\\\\c\\nd" "${line}t$tab$place/z empty$tab" "${line}e$tab$place/pipe${tab}1" \
    "${line}l$tab$place/link${tab}text"
head -c 5000000 /dev/zero | tr '\0' '\\' >folder/long
ask long get long "t:$place/long"
[ "$(awk -F "$tab" '{ print length($5) }' answer)" = 8388608 ] || fail "long text"
ask none get none
[ ! -s answer ] || fail "an answer to nothing"

# The members of groups, also those that come later.
group 'echo $$ >leader; until [ -e grow ]; do sleep 0.02; done; sleep 100 & echo $! >grown; wait'
group 'sleep 100 & echo $$ >other.new; mv other.new other; exec sleep 100'
tries=0
until [ -s leader ] && [ -s other ]; do
    tries=$((tries + 1))
    [ $tries -lt 250 ] || fail "the groups did not start"
    sleep 0.02
done
tell watch relay1 "$(cat leader)"
tell watch relay1 "$(cat other)"
tell watch 'odd\trole' "$sampler"
ask three get three 't:/proc/%/comm' "e:$place/%"
[ "$(grep -c "/proc/[0-9]*/comm${tab}sleep\\\\n\$" answer)" -ge 2 ] || fail "not every member: $(cat answer)"
grep -q "/proc/$sampler/comm${tab}flimflam-sample" answer || fail "itself is no member"
: >grow
tries=0
until [ -s grown ]; do
    tries=$((tries + 1))
    [ $tries -lt 250 ] || fail "the group did not grow"
    sleep 0.02
done
grown=$(cat grown)
tell refresh
ask four get four "e:/proc/%/stat"
grep -q "/proc/$grown/stat" answer || fail "the new member was not found"

# Snapshots: what was there at a time, however late it is asked for.
tell at 0 now "t:$place/text" - "t:$place/absent"
ask now tell now
[ "$(sed -n '2,$p' answer | cut -f 1-3)" = "role${tab}now${tab}relay1
role${tab}now${tab}odd\\trole
file${tab}now${tab}t" ] || fail "snapshot: $(cat answer)"
[ "$(field 3)" -le "$(field 4)" ] || fail "it ended before it began"
grep -q "^role${tab}now${tab}relay1${tab}.*$grown" answer || fail "members of the snapshot"
begin=$(field 4)
echo before >folder/text
for turn in 1 2 3 4 5; do tell at $((begin + 300000000 + turn * 50000000)) later$turn "t:$place/text" -; done
ask later5 tell later5
[ ! -s answer ] || fail "told before its time"
sleep 0.6
tell at 0 passed
ask passed tell passed
[ "$(field 3)" -gt $((begin + 600000000)) ] || fail "this clock is slow"
echo after >folder/text
timely=
for turn in 1 2 3 4 5; do
    due=$((begin + 300000000 + turn * 50000000))
    ask later$turn tell later$turn
    [ "$(field 3)" -ge $due ] || fail "taken before its time"
    [ "$(field 3)" -gt $((due + 10000000)) ] || timely=yes
    grep -q "^file${tab}later$turn${tab}t$tab$place/text${tab}before\\\\n\$" answer || fail "not what was there then: $(cat answer)"
done
[ $timely ] || fail "none of five snapshots was timely"
ask later1 tell later1
[ ! -s answer ] || fail "told twice"

# The series: on its schedule, and cheap.
printf 12345 >logged
tell log relay1 "$PWD/logged"
tell log relay2 "$PWD/absent"
interval=40000000
origin=7000000
tell follow $interval -$origin
tries=0
until [ "$(grep -c '^sample' sampler.out)" -ge 10 ]; do
    tries=$((tries + 1))
    [ $tries -lt 250 ] || fail "too few samples"
    sleep 0.02
done
sed -n "s/^sample$tab//p" sampler.out | awk -F "$tab" -v interval=$interval -v origin=$origin '
    { late = ($1 + origin) % interval; turn = ($1 + origin - late) / interval; good += late < interval / 4 }
    turn <= last || NF != 13 { exit 1 }
    { last = turn }
    END { if (good < NR / 2) exit 1 }' || fail "samples off their schedule: $(grep '^sample' sampler.out)"
numbers="$tab[0-9]*$tab[1-9][0-9]*"
grep -q "^sample$tab[0-9]*${tab}relay1$numbers${tab}odd\\\\trole$numbers${tab}log${tab}relay1${tab}5${tab}log${tab}relay2${tab}0\$" sampler.out \
    || fail "samples: $(grep '^sample' sampler.out)"
samples=$(grep -c '^sample' sampler.out)
used=$(cpu_ticks $sampler)
tell follow 1000000
sleep 0.5
used=$(($(cpu_ticks $sampler) - used))
samples=$(($(grep -c '^sample' sampler.out) - samples))
# 10 of them a second may take 1 tick, which is 1 % of a second.
[ $samples -gt 50 ] && [ $((used * 10)) -le $samples ] || fail "$samples samples took $used ticks"
tell forget
ask five get five 't:/proc/%/comm'
[ ! -s answer ] || fail "did not forget"
samples=$(grep -c '^sample' sampler.out)
sleep 0.1
[ "$(grep -c '^sample' sampler.out)" = "$samples" ] || fail "samples after their end"

# Whether an address can be reached.
reach() {
    before=$(wc -l <sampler.out)
    tell "$@"
    tries=0
    until tail -n "+$((before + 1))" sampler.out | grep "^answer$tab$2$tab" >answer; do
        tries=$((tries + 1))
        [ $tries -lt 250 ] || fail "no answer: $*"
        sleep 0.02
    done
    cut -f 3 answer
}
begin server 7 flimflam-load server echo --listen 127.0.0.1:0
server=$pid
port=$(port_of server)
case $(reach listen a "127.0.0.1:$port") in
Address*in\ use) ;;
*) fail "listened: $(cat answer)" ;;
esac
[ "$(reach connect b "127.0.0.1:$port" - 2000)" = ok ] || fail "not reached: $(cat answer)"
exec 7>&-
ended $server 0
[ "$(reach connect b "127.0.0.1:$port" - 2000)" = 'Connection refused' ] || fail "reached: $(cat answer)"
[ "$(reach listen a "127.0.0.1:$port")" = ok ] || fail "did not listen: $(cat answer)"
[ "$(reach connect b "127.0.0.1:$port" 127.0.0.1 2000)" = ok ] || fail "not reached: $(cat answer)"
tell close a
[ "$(reach connect b "127.0.0.1:$port" - 2000)" = 'Connection refused' ] || fail "still listens: $(cat answer)"
[ "$(reach connect b "127.0.0.1:$port" 192.0.2.1 2000)" != ok ] || fail "used an address of others"
[ "$(reach connect b 192.0.2.1:9 - 50)" != ok ] || fail "reached an address of documentation"
[ "$(reach listen a 192.0.2.1:0)" != ok ] || fail "listens at an address of others"

# What is malformed, and the end.
for order in dance watch "watch${tab}a${tab}b" follow "follow${tab}x" "get${tab}six${tab}q:/etc" 'get\x'; do
    errors=$(grep -c '^error' sampler.out) || true
    tell "$order"
    ask after get after
    [ "$(grep -c '^error' sampler.out)" = $((errors + 1)) ] || fail "accepted: $order"
done
exec 6>&-
ended $sampler 0
[ ! -s sampler.err ] || fail "wrote to stderr"
for leader in $(cat leader other); do kill -TERM "-$leader"; done
pids=
echo 'sampler: fine'
