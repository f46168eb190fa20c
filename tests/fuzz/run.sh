#!/bin/sh
# Runs fuzz targets over tests/fuzz/corpus/<target>, and over every YAML file
# of the samples and tests where they read YAML: run.sh WHAT TARGET...
# WHAT is "replay", for targets linked with replay.c, or how many seconds
# libFuzzer shall have for each, with the seed FUZZ_SEED (0: any). What it
# finds is left in the folder of the target; a case that made it fail belongs
# into the corpus with the cure.
what=$1
shift
passed=0 failed=0
for target; do
	name=${target##*/fuzz_}
	corpus=
	[ ! -d "tests/fuzz/corpus/$name" ] || corpus=tests/fuzz/corpus/$name
	case $name in
	rx | nginx) ;;
	*) corpus="$corpus samples templates tests/rules" ;;
	esac
	log=$target.log
	if [ "$what" = replay ]; then
		# shellcheck disable=SC2086
		find $corpus -type f -exec "$target" {} + >"$log" 2>&1
	else
		mkdir -p "$target.found"
		# shellcheck disable=SC2086
		"$target" -max_total_time="$what" -timeout=10 \
		    -seed="${FUZZ_SEED:-0}" \
		    -rss_limit_mb=2048 -max_len=8192 -print_final_stats=1 \
		    -artifact_prefix="$target." "$target.found" $corpus \
		    >"$log" 2>&1 </dev/null
	fi
	# shellcheck disable=SC2181
	if [ $? -eq 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAIL $target:"
		tail -n 60 "$log"
	fi
	sed -n "s/^stat::number_of_executed_units: /fuzz $name: runs /p" "$log"
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
