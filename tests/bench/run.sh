#!/bin/sh
# Measures greenlight beside a bare libyaml scan: run.sh PROGRAM FOLDER, where
# the folder has the programs scan and time. Both read the same bytes in the
# same run, in turn; the scan on one processor, greenlight on one and then, if
# there are as many, on two. It prints and judges nothing.
set -eu
program=$1 folder=$2
${PYTHON:-python3} tests/bench/generate.py "$folder"
one= two=
if command -v taskset >/dev/null; then
	one="taskset -c 0"
	if taskset -c 0,1 true 2>/dev/null && test "$(nproc)" -gt 1; then
		two="taskset -c 0,1"
	fi
fi

# shellcheck disable=SC2086
small=$($one "$folder/time" 500 "$program" lint "$folder/small.yaml")
echo "$small" | awk '{
	printf "one small file: %.2f ms at least, %.2f ms in the median", $1, $2
	printf " of 500 runs, status %d\n", $3 }'

compare() {	# NAME BYTES PATH FILE...
	name=$1 bytes=$2 path=$3
	shift 3
	# shellcheck disable=SC2086
	"$folder/time" 7 $one "$folder/scan" "$@" \
	    --- $one "$program" lint "$path" \
	    ${two:+--- $two "$program" lint "$path"} |
	awk -v bytes="$bytes" -v name="$name" '
	    { least[NR] = $1; median[NR] = $2; status = $3 }
	    function line(what, n) {
		printf "  %-22s %7.1f ms  %6.1f MB/s", what, least[n],
		    bytes / least[n] / 1e3
		if (n > 1)
			printf "  %.2f of the scan, %.2f in the median",
			    least[n] / least[1], median[n] / median[1]
		print ""
	    }
	    END {
		printf "%s, %.1f MB, status %d:\n", name, bytes / 1e6, status
		line("libyaml scan", 1)
		line("lint, one processor", 2)
		if (NR > 2)
			line("lint, two processors", 3)
	    }'
}

compare "20,000 Ingresses in one file" "$(wc -c <"$folder/all.yaml")" \
    "$folder/all.yaml" "$folder/all.yaml"
compare "20,000 Ingresses in 100 files" "$(cat "$folder"/many/* | wc -c)" \
    "$folder/many" "$folder"/many/*
compare "1,000 files of other kinds" "$(cat "$folder"/others/* | wc -c)" \
    "$folder/others" "$folder"/others/*
