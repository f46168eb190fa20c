#include "base/die.h"
#include "base/file.h"
#include "cli/command.h"
#include "cli/manual.h"
#include "diag/rule.h"
#include "embed/embed.h"

static void
list_rules(struct buf *out)
{
	for (unsigned f = 0; f < FAMILY_COUNT; f++) {
		buf_printf(out, "%s%s\n", f == 0 ? "" : "\n",
		    family_name(f));
		for (unsigned id = 0; id < RULE_COUNT; id++) {
			const struct rule *rule = rule_get(id);

			if (rule->family == f)
				buf_printf(out, "  %-28s %-7s  %s\n",
				    rule->name, level_name(rule->level),
				    rule->title);
		}
	}
}

int
cmd_explain(struct arena *arena, const struct options *options)
{
	const char *name = options->operands.n == 0 ? NULL :
	    options->operands.at[0];
	enum rule_id near;
	struct buf out;

	(void)arena;
	buf_init(&out);
	if (name == NULL)
		list_rules(&out);
	else if (rule_find(str_from(name)) != RULE_COUNT)
		manual_section(&out, embedded_manual, str_from(name),
		    MANUAL_PAGE);
	else {
		near = rule_near(str_from(name));
		if (near == RULE_COUNT)
			usage_error(options->command, "there is no rule "
			    "\"%s\"", name);
		usage_error(options->command, "there is no rule \"%s\"; did "
		    "you mean %s?", name, rule_get(near)->name);
	}
	file_print(buf_str(&out));
	buf_release(&out);
	return STATUS_OK;
}
