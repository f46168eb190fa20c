#!/bin/sh
# What `make demo` shows: the phases of a release, then a lint that speaks.
cd "$(dirname "$0")/.." || exit 3

show() {	# STATUS COMMAND: the status it must end with
	printf '\n$ %s\n' "$2"
	sh -c "$2"
	status=$?
	[ "$status" -eq "$1" ] && return
	echo "demo: status $status instead of $1" >&2
	exit 1
}

for phase in blue-live green-preview cutover rollback; do
	show 0 "./greenlight render -p $phase samples/zero-downtime/release.yaml"
done
show 1 "./greenlight lint samples/faulty"
printf '\nThe last status is 1, because the lint has found errors.\n'
