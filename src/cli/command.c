#include "cli/command.h"

#include <signal.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/die.h"
#include "base/file.h"

#define MANY SIZE_MAX

static const char *const levels[] = { "error", "warning", "note", NULL };
/* Of findings. */
static const char *const formats[] = {
#define FORMAT(name) #name,
#include "diag/formats.def"
#undef FORMAT
	"auto", NULL
};
static const char *const route_formats[] = { "text", "json", NULL };
static const char *const render_formats[] = { "yaml", "json", NULL };
static const char *const when[] = { "auto", "always", "never", NULL };
static const char *const phases[] = { "blue-live", "green-preview",
	"cutover", "rollback", NULL };

#define AT(field) offsetof(struct options, field)

static const struct option
	opt_phase = { 'p', "phase", "PHASE", "the phase to render: blue-live, "
	    "green-preview, cutover or rollback; default: spec.phase",
	    phases, AT(phase), OPTION_VALUE },
	opt_output = { 'o', "output", "DIR", "write one file per object and a "
	    "kustomization.yaml into DIR; - is standard output", NULL,
	    AT(output), OPTION_VALUE },
	opt_render_format = { 0, "format", "FORMAT", "yaml (default) or json",
	    render_formats, AT(format), OPTION_VALUE },
	opt_format = { 0, "format", "FORMAT", "text (default), json, sarif, "
	    "github, gitlab, junit, or auto: github under GitHub Actions and "
	    "text elsewhere", formats, AT(format), OPTION_VALUE },
	opt_templates = { 0, "templates", "DIR", "templates in DIR come "
	    "before the built-in ones, file by file", NULL, AT(templates),
	    OPTION_VALUE },
	opt_fail_on = { 0, "fail-on", "LEVEL", "the least level that makes "
	    "the exit status 1: error (default), warning or note", levels,
	    AT(fail_on), OPTION_VALUE },
	opt_namespace = { 'n', "namespace", "NS", "the namespace of objects "
	    "that name none; default: default", NULL, AT(ns), OPTION_VALUE },
	opt_references = { 'r', "references", "PATH", "manifests in which "
	    "names are looked up and which are not linted; may be repeated",
	    NULL, AT(references), OPTION_LIST },
	opt_fix = { 0, "fix", NULL, "make the changes in the files that can "
	    "only be meant so, and report what is left", NULL, AT(fix),
	    OPTION_FLAG },
	opt_diff = { 0, "diff", NULL, "with --fix: print the changes as a "
	    "patch, and write no file", NULL, AT(diff), OPTION_FLAG },
	opt_upgrade = { 0, "upgrade-to", "VERSION", "report what changes "
	    "when the controller becomes that release", NULL, AT(upgrade_to),
	    OPTION_VALUE },
	opt_colour = { 0, "color", "WHEN", "auto (default), always or never",
	    when, AT(colour), OPTION_VALUE };

static const struct option
	opt_route_format = { 0, "format", "FORMAT", "text (default) or json",
	    route_formats, AT(format), OPTION_VALUE },
	opt_files = { 'f', "file", "PATH", "manifests to route by; may be "
	    "repeated", NULL, AT(files), OPTION_LIST },
	opt_method = { 'X', "method", "METHOD", "the method; default: GET",
	    NULL, AT(method), OPTION_VALUE },
	opt_headers = { 'H', "header", "'NAME: VALUE'", "a header of the "
	    "request; may be repeated", NULL, AT(headers), OPTION_LIST },
	opt_requests = { 0, "requests", "FILE", "requests to route, as JSON "
	    "objects, one a line; - is standard input", NULL, AT(requests),
	    OPTION_VALUE },
	opt_assume = { 0, "assume-services", NULL, "take Services that are "
	    "not among the manifests to exist", NULL, AT(assume_services),
	    OPTION_FLAG },
	opt_upstreams = { 0, "upstream", "NS/SERVICE:PORT=HOST:PORT",
	    "where a Service is reached; may be repeated", NULL,
	    AT(upstreams), OPTION_LIST };

static const struct option *const render_options[] = {
	&opt_phase, &opt_output, &opt_render_format, &opt_templates,
	&opt_references, &opt_colour, NULL
};
static const struct option *const lint_options[] = {
	&opt_format, &opt_fail_on, &opt_fix, &opt_diff, &opt_namespace,
	&opt_references, &opt_templates, &opt_upgrade, &opt_colour, NULL
};
static const struct option *const test_options[] = {
	&opt_format, &opt_templates, &opt_references, &opt_colour, NULL
};
static const struct option
	opt_from = { 0, "from", "PHASE", "the phase to begin with; default: "
	    "spec.phase", phases, AT(from), OPTION_VALUE },
	opt_to = { 0, "to", "PHASE", "the phase to end with; default: the "
	    "next one", phases, AT(to), OPTION_VALUE };

static const struct option *const plan_options[] = {
	&opt_from, &opt_to, &opt_route_format, &opt_templates,
	&opt_references, &opt_colour, NULL
};
static const struct option *const route_options[] = {
	&opt_files, &opt_route_format, &opt_method, &opt_headers,
	&opt_requests, &opt_assume, &opt_namespace, &opt_colour, NULL
};
static const struct option *const conf_options[] = {
	&opt_upstreams, &opt_assume, &opt_namespace, &opt_colour, NULL
};
static const struct option *const adopt_options[] = {
	&opt_namespace, &opt_references, &opt_colour, NULL
};
static const struct option *const edit_options[] = {
	&opt_templates, &opt_colour, NULL
};
static const struct option *const no_options[] = { NULL };

const struct command commands[] = {
	{ "render", "RELEASE...", "write the manifests of a phase",
	    render_options, 1, MANY, cmd_render },
	{ "lint", "PATH...", "find what is wrong with manifests",
	    lint_options, 1, MANY, cmd_lint },
	{ "test", "RELEASE...", "check what specs expect of requests",
	    test_options, 1, MANY, cmd_test },
	{ "plan", "RELEASE...", "say how to get from one phase to another",
	    plan_options, 1, MANY, cmd_plan },
	{ "route", "URL...", "say what a request will do",
	    route_options, 0, MANY, cmd_route },
	{ "nginx-conf", "PATH...", "print the routing as nginx configuration",
	    conf_options, 1, MANY, cmd_nginx_conf },
	{ "adopt", "PATH...", "write release specs for manifests there are",
	    adopt_options, 1, MANY, cmd_adopt },
	{ "phase", "RELEASE PHASE", "set the phase in a release spec",
	    edit_options, 2, 2, cmd_phase },
	{ "promote", "RELEASE", "turn green into blue in a release spec",
	    edit_options, 1, 1, cmd_promote },
	{ "explain", "[RULE]", "say what a rule means, or list all rules",
	    no_options, 0, 1, cmd_explain },
	{ "schema", "", "print the JSON Schema of a release spec",
	    no_options, 0, 0, cmd_schema },
	{ "templates", "DIR", "write the built-in templates into DIR",
	    no_options, 1, 1, cmd_templates },
	{ "version", "", "print the version",
	    no_options, 0, 0, cmd_version },
	{ "help", "[COMMAND]", "print this, or the options of a command",
	    no_options, 0, 1, cmd_help },
	{ NULL, NULL, NULL, NULL, 0, 0, NULL },
};

static const struct command *
find_command(const char *name)
{
	for (const struct command *c = commands; c->name != NULL; c++)
		if (strcmp(name, c->name) == 0)
			return c;
	return NULL;
}

static const char *
nearest_command(const char *name)
{
	const char *best = NULL;
	unsigned least = 3;

	for (const struct command *c = commands; c->name != NULL; c++) {
		unsigned d = str_distance(str_from(name), str_from(c->name),
		    3);

		if (d < least) {
			least = d;
			best = c->name;
		}
	}
	return best;
}

static const struct command *
need_command(const char *name)
{
	const struct command *c = find_command(name);
	const char *near;

	if (c != NULL)
		return c;
	near = nearest_command(name);
	if (near != NULL)
		usage_error(NULL, "there is no command \"%s\"; did you mean "
		    "%s?", name, near);
	usage_error(NULL, "there is no command \"%s\"", name);
}

static void
help_overview(struct buf *out)
{
	buf_puts(out, "greenlight: blue/green releases behind ingress-nginx, "
	    "generated and checked\n\nusage: greenlight COMMAND [OPTION]... "
	    "[ARGUMENT]...\n\n");
	for (const struct command *c = commands; c->name != NULL; c++)
		buf_printf(out, "  %-10s %s\n", c->name, c->about);
	buf_puts(out, "\nThe manual: greenlight(1), greenlight-release(5), "
	    "greenlight-template(5),\ngreenlight-rules(7), "
	    "greenlight-strategies(7).\n");
}

static void
help_command(struct buf *out, const struct command *c)
{
	buf_printf(out, "usage: greenlight %s%s%s%s\n\n%s\n", c->name,
	    c->options[0] == NULL ? "" : " [OPTION]...",
	    c->operands[0] == '\0' ? "" : " ", c->operands, c->about);
	if (c->options[0] != NULL)
		buf_putc(out, '\n');
	for (const struct option *const *o = c->options; *o != NULL; o++) {
		buf_puts(out, "  ");
		if ((*o)->letter != 0)
			buf_printf(out, "-%c, ", (*o)->letter);
		buf_printf(out, "--%s%s%s\n        %s\n", (*o)->name,
		    (*o)->arg == NULL ? "" : " ",
		    (*o)->arg == NULL ? "" : (*o)->arg, (*o)->about);
	}
}

static int
print(struct buf *out)
{
	file_print(buf_str(out));
	file_print_end();
	buf_release(out);
	return STATUS_OK;
}

int
cmd_help(struct arena *arena, const struct options *options)
{
	struct buf out;

	(void)arena;
	buf_init(&out);
	if (options->operands.n == 0)
		help_overview(&out);
	else
		help_command(&out, need_command(options->operands.at[0]));
	return print(&out);
}

int
cmd_version(struct arena *arena, const struct options *options)
{
	struct buf out;

	(void)arena;
	(void)options;
	buf_init(&out);
	buf_puts(&out, "greenlight " VERSION "\n");
	return print(&out);
}

/* `greenlight --help` and `--version` are commands too. */
static const char *
command_name(const char *word)
{
	if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0)
		return "help";
	if (strcmp(word, "--version") == 0 || strcmp(word, "-V") == 0)
		return "version";
	return word;
}

int
cli_main(int argc, char **argv)
{
	struct options options = { .help = false };
	const struct command *c;
	struct arena run;
	struct buf out;
	int status;

	/* a closed pipe or a limit on files is a failed write: reported */
	signal(SIGPIPE, SIG_IGN);
#ifdef SIGXFSZ
	signal(SIGXFSZ, SIG_IGN);
#endif
	if (argc < 2)
		usage_error(NULL, "a command is missing");
	c = need_command(command_name(argv[1]));
	arena_init(&run);
	options_parse(&run, c, argc - 1, argv + 1, &options);
	if (options.help) {
		buf_init(&out);
		help_command(&out, c);
		status = print(&out);
	} else
		status = c->run(&run, &options);
	file_print_end();
	arena_release(&run);
	return status;
}
