#!/bin/sh
# Prints C that holds a manual page, the first file given, and the files of
# templates/ after it, in the given order.
set -eu
LC_ALL=C
export LC_ALL
printf '/* Made by src/embed/pack.sh; do not edit. */\n'
printf '#include "embed/embed.h"\n\n'
i=0
for file; do
	printf 'static const unsigned char file%d[] = {\n' "$i"
	od -An -v -tu1 "$file" | sed 's/\([0-9]\{1,3\}\)/\1,/g'
	printf '0 };\n'
	i=$((i + 1))
done
printf '\nconst struct str embedded_manual = {\n'
printf '\t(const char *)file0, sizeof(file0) - 1\n};\n'
shift
printf '\nconst struct embedded embedded_files[] = {\n'
i=1
for file; do
	printf '\t{ "%s", { (const char *)file%d, sizeof(file%d) - 1 } },\n' \
	    "${file#templates/}" "$i" "$i"
	i=$((i + 1))
done
printf '\t{ NULL, { NULL, 0 } },\n};\n'
