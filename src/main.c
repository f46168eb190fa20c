#include <stdio.h>
#include "base/file.h"
#include "base/limits.h"
#include "yaml/stream.h"
#include "yaml/emit.h"
int
main(int argc, char **argv)
{
	struct arena a; struct sources s; struct diags d; struct str text; struct stream st; struct buf b;
	arena_init(&a); sources_init(&s, &a); diags_init(&d, &a); buf_init(&b);
	for (int i = 1; i < argc; i++) {
	const char *w = file_read(&a, argv[i], LIMIT_FILE_BYTES, &text);
	if (w) { fprintf(stderr, "%s: %s\n", argv[i], w); return 2; }
	stream_parse(&a, &d, &s, source_add(&s, argv[i], text), &st);
	for (size_t k = 0; k < st.documents.n; k++) { buf_puts(&b, "---\n"); emit_yaml(&b, st.documents.at[k].root); }
	}
	diags_finish(&d);
	struct buf e; buf_init(&e);
	diags_print_text(&e, &d, &s, (struct diag_style){ false });
	fwrite(e.at,1,e.len,stderr);
	buf_release(&e);
	file_print(buf_str(&b)); file_print_end();
	buf_release(&b); arena_release(&a);
	return 0;
}
