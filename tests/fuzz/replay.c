/*
 * Stands in for libFuzzer: feeds each file given to the target once, so that
 * what fuzzing has found stays tested with any compiler.
 */
#include <stdio.h>

#include "base/file.h"
#include "base/limits.h"
#include "fuzz.h"

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct arena arena;
		struct str text;
		const char *trouble;

		arena_init(&arena);
		trouble = file_read(&arena, argv[i], LIMIT_FILE_BYTES, &text);
		if (trouble != NULL) {
			fprintf(stderr, "%s: %s\n", argv[i], trouble);
			return 1;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)text.at, text.len);
		arena_release(&arena);
	}
	return 0;
}
