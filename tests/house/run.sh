#!/bin/sh
# Runs every check of the house: run.sh PROGRAM. A check prints what is
# wrong, a line each, and then ends with a status that is not 0.
cd "$(dirname "$0")/../.." || exit 3
GREENLIGHT=$1
PYTHONDONTWRITEBYTECODE=1
export GREENLIGHT PYTHONDONTWRITEBYTECODE
passed=0 failed=0
for check in tests/house/check_*; do
	name=${check##*/check_}
	case $check in
	*.py) interpreter=${PYTHON:-python3} ;;
	*) interpreter=sh ;;
	esac
	if said=$("$interpreter" "$check" 2>&1 </dev/null); then
		echo "ok   ${name%.*}"
		passed=$((passed + 1))
	else
		echo "FAIL ${name%.*}"
		echo "$said" | sed 's/^/     /'
		failed=$((failed + 1))
	fi
done
echo "house: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
