#!/bin/sh
# remove.sh PREFIX FOLDER DEVICE...: waits until its input ends, however that comes about; then ends every process in the
# network namespaces whose names begin with PREFIX, and removes them, the folder and the devices.
trap '' INT TERM HUP
cat >/dev/null

prefix=$1 folder=$2
shift 2
for device; do ip link del "$device" 2>/dev/null; done
for path in /run/netns/"$prefix"*; do
    [ -e "$path" ] || continue
    name=${path##*/}
    tries=0
    while pids=$(ip netns pids "$name") && [ -n "$pids" ] && [ "$tries" -lt 100 ]; do
        # shellcheck disable=SC2086
        kill -9 $pids 2>/dev/null
        tries=$((tries + 1))
        sleep 0.02
    done
    ip netns del "$name"
done
rm -rf -- "$folder"
