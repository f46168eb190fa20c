#!/bin/sh
# Measures greenlight beside a bare libyaml scan: run.sh PROGRAM FOLDER, where
# the folder has the programs scan and time. Both read the same bytes in the
# same run, in turn, on one processor. It prints and judges nothing.
set -eu
program=$1 folder=$2
${PYTHON:-python3} tests/bench/generate.py "$folder"
pin=
if command -v taskset >/dev/null; then
	pin="taskset -c 0"
fi

# shellcheck disable=SC2086
small=$($pin "$folder/time" 500 "$program" lint "$folder/small.yaml")
echo "$small" | awk '{
	printf "one small file: %.2f ms at least, %.2f ms in the median", $1, $2
	printf " of 500 runs, status %d\n", $3 }'

compare() {	# NAME BYTES PATH FILE...
	name=$1 bytes=$2 path=$3
	shift 3
	# shellcheck disable=SC2086
	$pin "$folder/time" 7 "$folder/scan" "$@" --- "$program" lint "$path" |
	awk -v bytes="$bytes" -v name="$name" '
	    { least[NR] = $1; median[NR] = $2; status = $3 }
	    END {
		printf "%s, %.1f MB:\n", name, bytes / 1e6
		printf "  libyaml scan     %7.1f ms  %6.1f MB/s\n",
		    least[1], bytes / least[1] / 1e3
		printf "  greenlight lint  %7.1f ms  %6.1f MB/s  status %d\n",
		    least[2], bytes / least[2] / 1e3, status
		printf "  lint / scan %.2f at least, %.2f in the median\n",
		    least[2] / least[1], median[2] / median[1]
	    }'
}

compare "20,000 Ingresses in one file" "$(wc -c <"$folder/all.yaml")" \
    "$folder/all.yaml" "$folder/all.yaml"
compare "20,000 Ingresses in 100 files" "$(cat "$folder"/many/* | wc -c)" \
    "$folder/many" "$folder"/many/*
