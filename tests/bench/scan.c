/*
 * The yardstick of `make bench`: reads the given files and has libyaml give
 * all their events, which it drops. Nothing that reads YAML with libyaml can
 * be faster.
 */
#include <stdio.h>
#include <stdlib.h>

#include <yaml.h>

static size_t
scan(yaml_parser_t *parser)
{
	yaml_event_t event;
	yaml_event_type_t type;
	size_t events = 0;

	do {
		if (!yaml_parser_parse(parser, &event))
			return 0;
		type = event.type;
		yaml_event_delete(&event);
		events++;
	} while (type != YAML_STREAM_END_EVENT);
	return events;
}

static unsigned char *
read_all(const char *name, size_t *size)
{
	FILE *file = fopen(name, "rb");
	unsigned char *text = NULL;
	long end;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 ||
	    (end = ftell(file)) < 0)
		return NULL;
	rewind(file);
	text = malloc((size_t)end + 1);
	*size = text == NULL ? 0 : fread(text, 1, (size_t)end, file);
	fclose(file);
	return text;
}

int
main(int argc, char **argv)
{
	size_t events = 0;

	for (int i = 1; i < argc; i++) {
		yaml_parser_t parser;
		size_t size, more;
		unsigned char *text = read_all(argv[i], &size);

		if (text == NULL || !yaml_parser_initialize(&parser)) {
			perror(argv[i]);
			return 1;
		}
		yaml_parser_set_input_string(&parser, text, size);
		more = scan(&parser);
		yaml_parser_delete(&parser);
		free(text);
		if (more == 0) {
			fprintf(stderr, "%s: not YAML\n", argv[i]);
			return 1;
		}
		events += more;
	}
	printf("%zu events\n", events);
	return 0;
}
