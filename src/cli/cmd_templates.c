#include <sys/stat.h>

#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/folder.h"
#include "embed/embed.h"

/* Makes DIR and the folder of each strategy; lists the files to write. */
int
cmd_templates(struct arena *arena, const struct options *options)
{
	const char *dir = options->operands.at[0];
	VEC(struct file_new) files = { NULL, 0, 0 };
	struct stat st;

	folder_make(dir);
	for (const struct embedded *e = embedded_files; e->path != NULL;
	    e++) {
		struct str name = arena_printf(arena, "%s/%s", dir, e->path);
		struct file_new *file;

		if (lstat(name.at, &st) == 0)
			usage_error(options->command, "%s is there already; "
			    "nothing was written", name.at);
		file = vec_add(arena, &files);
		*file = (struct file_new){ name.at, e->text };
	}
	for (size_t i = 0; i < files.n; i++) {
		const char *slash = strrchr(files.at[i].name, '/');

		folder_make(arena_str(arena, (struct str){ files.at[i].name,
		    (size_t)(slash - files.at[i].name) }).at);
	}
	file_replace_all(arena, files.at, files.n);
	return STATUS_OK;
}
