#!/bin/sh
# Runs the golden cases: golden.sh PROGRAM [--update | --valgrind] [CASE...]
#
# A case is a folder tests/golden/<command>/<case>/ with
#	cmd	one command in the words of the shell, without "greenlight"
#	out err	what it prints (absent: nothing); status (absent: 0)
#	after/	the files it changes or makes, as they must be afterwards
#	env	variables of the environment, NAME=value a line
# and any inputs. It runs in a copy of the folder. Of every sample, each
# phase of release.yaml is a case as well, against golden/<phase>.yaml, and
# golden/lint.txt, if there, is the lint of the sample; golden/switch.diff, if
# there, is all that the cutover changes, and all that the rollback does.
# golden/plan.txt has the plans between the phases, none of which may fail.
# --update writes the expectations anew; git diff then shows what changed.
set -u
LC_ALL=C
export LC_ALL
unset NO_COLOR CLICOLOR_FORCE GITHUB_ACTIONS
cd "$(dirname "$0")/.." || exit 3
top=$PWD
program=$1
shift
mode=${1:-}
case $mode in
--update | --valgrind) shift ;;
*) mode= ;;
esac
scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT
trap 'exit 3' INT TERM

greenlight() {
	if [ "$mode" = --valgrind ]; then
		valgrind -q --error-exitcode=99 --leak-check=full \
		    --log-file="$work/valgrind" "$program" "$@"
	else
		"$program" "$@"
	fi
}

# Runs a command line in a folder; leaves out, err and status behind.
run() {		# FOLDER COMMAND [ENV]
	(
		set -a
		# shellcheck disable=SC1090
		[ ! -f "${3:-}" ] || . "./$3"
		cd "$1" && eval "greenlight $2"
	) >"$work/out" 2>"$work/err" </dev/null
	code=$?
	: >"$work/status"
	[ "$code" -eq 0 ] || echo "$code" >"$work/status"
	[ ! -s "$work/valgrind" ] || cat "$work/valgrind" >>"$work/err"
}

must_be() {	# NAME EXPECTED ACTUAL
	cmp -s "$2" "$3" && return
	echo "FAIL $1"
	diff -u "$2" "$3"
	return 1
}

# Compares what came out with the file that expects it, or writes that.
same() {	# NAME EXPECTED ACTUAL
	expected=$2
	[ -f "$2" ] || expected=/dev/null
	cmp -s "$expected" "$3" && return
	if [ "$mode" != --update ]; then
		must_be "$1: ${2##*/}" "$expected" "$3"
		return
	fi
	echo "wrote ${2#"$top/"}"
	mkdir -p "${2%/*}"
	cp "$3" "$2"
	[ -s "$2" ] || rm "$2"
}

# The files of the copy that are new or changed must be those of after/.
same_files() {	# NAME CASE COPY
	(cd "$3" && find . -type f) | while IFS= read -r file; do
		cmp -s "$2/$file" "$3/$file" && continue
		mkdir -p "$work/after/${file%/*}"
		cp "$3/$file" "$work/after/$file"
	done
	expected=$2/after
	[ -d "$expected" ] || expected=$work/none
	diff -r "$expected" "$work/after" >/dev/null && return
	if [ "$mode" = --update ]; then
		echo "wrote ${2#"$top/"}/after"
		rm -rf "$2/after"
		cp -R "$work/after" "$2/after"
		rmdir "$2/after" 2>/dev/null
		return 0
	fi
	echo "FAIL $1: after/"
	diff -ruN "$expected" "$work/after"
	return 1
}

golden_case() {	# FOLDER
	rm -rf "$work/copy" "$work/after"
	mkdir -p "$work/copy" "$work/after" "$work/none"
	cp -R "$1/." "$work/copy"
	(cd "$work/copy" && rm -rf cmd out err status after env)
	run "$work/copy" "$(cat "$1/cmd")" "$1/env"
	good=0
	for file in err status out; do
		same "${1#tests/}" "$top/$1/$file" "$work/$file" || good=1
	done
	same_files "${1#tests/}" "$top/$1" "$work/copy" && return "$good"
}

# A phase renders as expected, twice, and what it renders lints clean with
# the manifests that lie in folders beside the release.
phase_case() {	# FOLDER PHASE
	run . "render -p $2 $1/release.yaml"
	same "$1 $2" "$top/$1/golden/$2.yaml" "$work/out" || return
	must_be "$1 $2: err" /dev/null "$work/err" || return
	mv "$work/out" "$work/first"
	run . "render -p $2 $1/release.yaml"
	must_be "$1 $2: again" "$work/first" "$work/out" || return
	references=
	for folder in "$1"/*/; do
		case $folder in
		*/golden/ | */\*/) ;;
		*) references="$references -r $folder" ;;
		esac
	done
	run . "lint --format json $references - <$work/first"
	grep -q '"diagnostics":\[\]' "$work/out" && return
	echo "FAIL $1 $2: what is rendered does not lint clean"
	cat "$work/out" "$work/err"
	return 1
}

lint_case() {	# FOLDER
	run . "lint $1 2>&1"
	same "$1" "$top/$1/golden/lint.txt" "$work/out"
}

# The objects of a phase as files "Kind name", without the comment on top.
objects_of() {	# FOLDER PHASE
	mkdir -p "$work/objects/$2"
	awk -v dir="$work/objects/$2" '
	    function flush() {
		printf "%s", text >(dir "/" kind " " name)
		text = name = ""
	    }
	    /^---$/ { flush(); next }
	    /^# / { next }
	    /^kind: / { kind = $2 }
	    /^  name: / && name == "" { name = $2 }
	    { text = text $0 "\n" }
	    END { flush() }' "$1/golden/$2.yaml"
}

# What the next phase changes, object by object.
step_of() {	# FROM TO
	echo "$1 > $2"
	ls "$work/objects/$1" "$work/objects/$2" | grep ' ' | sort -u |
	while IFS= read -r object; do
		from="$work/objects/$1/$object" to="$work/objects/$2/$object"
		if [ ! -f "$from" ]; then
			echo "+$object"
		elif [ ! -f "$to" ]; then
			echo "-$object"
		elif ! cmp -s "$from" "$to"; then
			echo " $object"
			diff -U 2 "$from" "$to" | sed 1,2d
		fi
	done
}

switch_case() {	# FOLDER
	rm -rf "$work/objects"
	for phase in green-preview cutover rollback; do
		objects_of "$1" "$phase"
	done
	{
		step_of green-preview cutover
		step_of cutover rollback
	} >"$work/out"
	same "$1" "$top/$1/golden/switch.diff" "$work/out"
}

plan_case() {	# FOLDER
	: >"$work/plans"
	for phases in "blue-live green-preview" "green-preview cutover" \
	    "cutover rollback" "green-preview blue-live"; do
		run . "plan --from ${phases% *} --to ${phases#* } \
		    $1/release.yaml"
		must_be "$1 $phases: err" /dev/null "$work/err" || return
		cat "$work/out" >>"$work/plans"
		echo >>"$work/plans"
	done
	same "$1 plan" "$top/$1/golden/plan.txt" "$work/plans"
}

# Every n-th case, so that all processors have work.
worker() {	# NUMBER OF
	work=$scratch/$1
	mkdir "$work"
	awk "NR % $2 == $1" "$scratch/cases" |
	while read -r kind folder phase; do
		if "${kind}_case" "$folder" "$phase"; then
			echo passed >>"$work/results"
		else
			echo failed >>"$work/results"
		fi
	done
}

cases() {
	find tests/golden -name cmd 2>/dev/null | sed 's/^/golden /; s/\/cmd$//'
	for sample in samples/*/; do
		sample=${sample%/}
		[ ! -f "$sample/golden/lint.txt" ] || echo "lint $sample"
		[ ! -f "$sample/golden/switch.diff" ] || echo "switch $sample"
		[ -f "$sample/release.yaml" ] || continue
		echo "plan $sample"
		for phase in blue-live green-preview cutover rollback; do
			echo "phase $sample $phase"
		done
	done
}

cases | sort >"$scratch/cases"
for pattern; do
	grep -F -- "$pattern" "$scratch/cases"
done >"$scratch/chosen"
[ $# -eq 0 ] || mv "$scratch/chosen" "$scratch/cases"
jobs=$(nproc 2>/dev/null || echo 1)
[ "$mode" != --update ] || jobs=1
job=0
while [ "$job" -lt "$jobs" ]; do
	worker "$job" "$jobs" >"$scratch/log.$job" &
	job=$((job + 1))
done
wait
cat "$scratch"/log.*
passed=$(cat "$scratch"/*/results 2>/dev/null | grep -c passed)
failed=$(cat "$scratch"/*/results 2>/dev/null | grep -c failed)
name=golden
[ "$mode" != --valgrind ] || name=valgrind
echo "$name: $passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
