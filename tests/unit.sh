#!/bin/sh
# Runs the given cmocka programs, all of them, and shows what failed.
passed=0 failed=0
log=$(mktemp) || exit 3
trap 'rm -f "$log"' EXIT
for program; do
	"$program" >"$log" 2>&1 </dev/null
	status=$?
	good=$(grep -c '^\[       OK \]' "$log")
	bad=$(grep '^\[  FAILED  \] [a-z]' "$log" | sort -u | wc -l)
	# A crash, or a sanitizer's word at the end, names no test.
	[ "$status" -eq 0 ] || [ "$bad" -gt 0 ] || bad=1
	[ "$status" -eq 0 ] || {
		echo "FAIL $program (status $status)"
		grep -v '^\[ RUN  \|^\[       OK \]' "$log"
	}
	passed=$((passed + good)) failed=$((failed + bad))
done
echo "unit: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
