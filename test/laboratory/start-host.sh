#!/bin/sh
# start-host.sh SSHD CONFIG FOLDER [without=PROGRAM|tmp=SIZE]...
# Starts sshd in a network namespace and a mount namespace that were made for it; what it starts sees the same.
set -eu
sshd=$1 config=$2 folder=$3
shift 3

# /sys shows the network devices of the namespace in which it is mounted; the rest of it stays as it is.
mkdir -p "$folder/sys" "$folder/layers"
mount -t sysfs sysfs "$folder/sys"
for below in fs/cgroup kernel/tracing kernel/debug; do
    if mountpoint -q "/sys/$below"; then mount --rbind "/sys/$below" "$folder/sys/$below"; fi
done
mount --rbind "$folder/sys" /sys

# bash reads it in sessions of ssh too, and what stands there may take longer than all else.
if [ -e ~/.bashrc ]; then mount --bind /dev/null ~/.bashrc; fi

# Puts an empty layer over a folder of programs, unless there is one: what is removed then is so only on this host.
mount -t tmpfs tmpfs "$folder/layers"
cover() {
    layer=$folder/layers/$(echo "$1" | tr / _)
    if [ -e "$layer" ]; then return; fi
    mkdir -p "$layer/upper" "$layer/work"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$layer/upper,workdir=$layer/work" "$1"
}

without() {
    echo "$PATH" | tr : '\n' | while read -r place; do
        if [ ! -e "$place/$1" ]; then continue; fi
        real=$(readlink -f "$place")
        cover "$real"
        rm "$real/$1"
    done
}

for change; do
    case $change in
    without=*) without "${change#without=}" ;;
    tmp=*) mount -t tmpfs -o "size=${change#tmp=},mode=1777" tmpfs /tmp ;;
    esac
done

# Where it goes when it drops its rights; where sshd is a service, that makes it at its start.
mkdir -p -m 755 /run/sshd
"$sshd" -f "$config" -E "$folder/sshd.log" || {
    cat "$folder/sshd.log" >&2
    exit 1
}
