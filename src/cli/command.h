/*
 * command: the table of commands and what they share.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "cli/option.h"

/* Ends at name NULL; in the order help shows them. */
extern const struct command commands[];

/* The exit status of `greenlight argv[1] ...`. */
int cli_main(int argc, char **argv);

int cmd_render(struct arena *, const struct options *);
int cmd_lint(struct arena *, const struct options *);
int cmd_test(struct arena *, const struct options *);
int cmd_plan(struct arena *, const struct options *);
int cmd_route(struct arena *, const struct options *);
int cmd_nginx_conf(struct arena *, const struct options *);
int cmd_adopt(struct arena *, const struct options *);
int cmd_phase(struct arena *, const struct options *);
int cmd_promote(struct arena *, const struct options *);
int cmd_explain(struct arena *, const struct options *);
int cmd_schema(struct arena *, const struct options *);
int cmd_templates(struct arena *, const struct options *);
int cmd_version(struct arena *, const struct options *);
int cmd_help(struct arena *, const struct options *);

#endif
