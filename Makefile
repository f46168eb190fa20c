# greenlight: see README.md. `make` builds ./greenlight, `make demo` shows it,
# `make test` runs every test; these two install what they need first.
# `make check` runs the tests of one MODE: release, debug, san or cov.
VERSION	= 0.1.0
MODE	= release
PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
MANDIR	= $(PREFIX)/share/man
CC	= cc
PYTHON	= python3
NODE	= node
NPM	= npm
FUZZ_SECONDS = 60
B	= build/$(MODE)
V	= @

LIBS	= yaml-0.1 libpcre2-8 libcyaml
WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wwrite-strings \
	  -Wmissing-prototypes -Wpointer-arith -Wvla -Wundef
SAN	= -O1 -g -Werror -fno-omit-frame-pointer -fno-sanitize-recover=all
CFLAGS_release	= -O2 -g
CFLAGS_debug	= -O0 -g3 -Werror
CFLAGS_san	= $(SAN) -fsanitize=address,undefined
CFLAGS_cov	= -O0 -g --coverage
CFLAGS_fuzz	= $(SAN) -fsanitize=fuzzer-no-link,address,undefined
LDFLAGS_san	= -fsanitize=address,undefined
LDFLAGS_cov	= --coverage
LDFLAGS_fuzz	= -fsanitize=fuzzer,address,undefined
CPPFLAGS_all := -Isrc -D_POSIX_C_SOURCE=200809L -DVERSION='"$(VERSION)"' \
	  $(shell pkg-config --cflags $(LIBS) 2>/dev/null) $(CPPFLAGS)
COMPILE	= $(CC) $(CPPFLAGS_all) -std=c11 $(WARN) $(CFLAGS_$(MODE)) $(CFLAGS)
LDFLAGS_all = $(LDFLAGS_$(MODE)) $(LDFLAGS)
LDLIBS_all := $(shell pkg-config --libs $(LIBS) 2>/dev/null) -lm -pthread $(LDLIBS)

SOURCES	= $(filter-out src/main.c,$(sort $(wildcard src/*/*.c)))
EMBEDDED = man/greenlight-rules.7 $(sort $(wildcard templates/*/*.yaml))
OBJECTS	= $(SOURCES:src/%.c=$B/%.o) $B/embed/data.o
UNITS	= $(patsubst tests/%.c,$B/%,$(sort $(wildcard tests/unit/*/test_*.c)))
FUZZERS	= $(patsubst tests/%.c,$B/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
MANUALS	= $(sort $(wildcard man/*.[1-9]))

.PHONY: all greenlight check check-unit check-golden check-adopt check-rules \
	check-threads check-yaml check-corpus check-nginx soak check-schemas \
	check-formats check-house check-san lint-man valgrind golden fuzz \
	run-fuzz bench growth deps demo test install uninstall clean FORCE
.SECONDARY:
.DELETE_ON_ERROR:
all: greenlight
greenlight: $B/greenlight
	@ln -sf $< $@

$B/greenlight: $B/main.o $B/libgreenlight.a
	@echo link $@
	$V$(CC) $(LDFLAGS_all) -o $@ $^ $(LDLIBS_all)

# Rewritten only when they change: a file that is gone, or another compiler,
# then makes anew what depends on it.
$B/files: export NOW = $(SOURCES) $(EMBEDDED)
$B/flags: export NOW = $(COMPILE) $(LDFLAGS_all) $(LDLIBS_all)
$B/files $B/flags: FORCE
	@mkdir -p $(@D)
	@echo "$$NOW" | cmp -s - $@ || echo "$$NOW" >$@

$B/libgreenlight.a: $(OBJECTS) $B/files
	@rm -f $@
	$V$(AR) rcs $@ $(OBJECTS)
$B/%.o: src/%.c $B/flags
	@mkdir -p $(@D) && echo cc $@
	$V$(COMPILE) -MMD -MP -c -o $@ $<
$B/embed/data.c: src/embed/pack.sh $(EMBEDDED) $B/files
	@mkdir -p $(@D)
	$Vsh src/embed/pack.sh $(EMBEDDED) >$@
$B/embed/data.o: $B/embed/data.c src/embed/embed.h $B/flags
	$V$(COMPILE) -c -o $@ $<
$B/unit/%: tests/unit/%.c $B/libgreenlight.a
	@mkdir -p $(@D) && echo cc $@
	$V$(COMPILE) -Itests/unit -MMD -MP -o $@ $< $B/libgreenlight.a \
	    $(LDFLAGS_all) $(LDLIBS_all) -lcmocka
# libFuzzer brings a main of its own; elsewhere replay.c feeds the corpus.
REPLAY_C = $(if $(filter fuzz,$(MODE)),,tests/fuzz/replay.c)
$B/fuzz/%: tests/fuzz/%.c $(REPLAY_C) $B/libgreenlight.a
	@mkdir -p $(@D) && echo cc $@
	$V$(COMPILE) -MMD -MP -o $@ $< $(REPLAY_C) $B/libgreenlight.a \
	    $(LDFLAGS_all) $(LDLIBS_all)
$B/bench/%: tests/bench/%.c $B/flags
	@mkdir -p $(@D)
	$V$(COMPILE) -o $@ $< $(LDFLAGS_all) $(LDLIBS_all)

# Tests run in scratch folders, so the program goes by its full path.
PROGRAM	= $(abspath $B/greenlight)
check: check-unit check-golden check-adopt check-rules check-threads \
	check-yaml check-corpus check-nginx check-schemas check-formats check-house
check-unit: $(UNITS)
	@sh tests/unit.sh $(UNITS)
check-corpus: $(FUZZERS)
	@sh tests/fuzz/run.sh replay $(FUZZERS)
check-golden check-adopt check-rules check-threads check-yaml check-formats \
	check-house valgrind golden: $B/greenlight
check-golden:
	@sh tests/golden.sh $(PROGRAM)
# What is rendered, adopted and rendered again, is the same.
check-adopt:
	@$(PYTHON) tests/adopt.py $(PROGRAM)
check-rules:
	@$(PYTHON) tests/rules.py $(PROGRAM)
	@$(PYTHON) tests/fixes.py $(PROGRAM)
check-threads:
	@$(PYTHON) tests/threads.py $(PROGRAM)
check-yaml:
	@$(PYTHON) tests/yaml_readers.py $(PROGRAM)
check-formats:
	@$(PYTHON) tests/formats/check.py $(PROGRAM)
# Some of what `make soak` asks the real nginx.
check-nginx: $B/nginx-test/compare $B/greenlight
	@PATH=$$PATH:/usr/sbin $< -c 500 -r 20000 -t 200 && \
	    echo "nginx: 1 passed, 0 failed"
	@$(PYTHON) tests/nginx/manifests.py $(PROGRAM)
	@$(PYTHON) tests/nginx/leaks.py
soak: $B/nginx-test/compare
	PATH=$$PATH:/usr/sbin $< -c 22000 -r 1000000 -t 5000
$B/nginx-test/compare: $(wildcard tests/nginx/*.[ch]) $B/libgreenlight.a
	@mkdir -p $(@D)
	@echo cc $@
	$V$(COMPILE) -Itests/nginx -o $@ $(filter %.c,$^) $B/libgreenlight.a \
	    $(LDFLAGS_all) $(LDLIBS_all) -lpthread
# What samples render, against the schemas of the systems that take it. These
# come as packages, of the versions in package-lock.json.
check-schemas: build/schemas/installed
	@$(NODE) tests/schemas/check.mjs $(<D)/node_modules \
	    tests/schemas/refused.yaml $(sort $(wildcard \
	    samples/*/golden/*.yaml tests/golden/render/*-previews/out))
build/schemas/installed: tests/schemas/package.json \
    tests/schemas/package-lock.json
	@mkdir -p $(@D) && cp $^ $(@D)
	$Vcd $(@D) && $(NPM) ci --ignore-scripts --no-audit --no-fund \
	    --loglevel=error && touch installed
check-house:
	@sh tests/house/run.sh $(PROGRAM)
valgrind:
	@sh tests/golden.sh $(PROGRAM) --valgrind
golden:
	@sh tests/golden.sh $(PROGRAM) --update
check-san:
	@$(MAKE) --no-print-directory MODE=san \
	    check-unit check-golden check-adopt check-rules \
	    check-corpus
lint-man:
	cd man && mandoc -T lint -W style $(notdir $(MANUALS))
fuzz:
	@$(MAKE) --no-print-directory MODE=fuzz CC=clang run-fuzz
run-fuzz: $(FUZZERS)
	@sh tests/fuzz/run.sh $(FUZZ_SECONDS) $(FUZZERS)
bench: $B/greenlight $B/bench/scan $B/bench/time
	@sh tests/bench/run.sh $(PROGRAM) $B/bench
# Fails when something takes the square of what is there very many times.
growth: $B/greenlight
	@$(PYTHON) tests/bench/growth.py $(PROGRAM)

deps:
	@sh .ci/deps build test
demo:
	@sh .ci/deps build
	@$(MAKE) --no-print-directory all
	@sh tests/demo.sh
test: deps
	@$(MAKE) --no-print-directory all check lint-man valgrind check-san

install: $B/greenlight
	install -d $(DESTDIR)$(BINDIR)
	install $B/greenlight $(DESTDIR)$(BINDIR)/greenlight
	set -e; for m in $(MANUALS); do d=$(DESTDIR)$(MANDIR)/man$${m##*.}; \
	    install -d $$d; install -m 644 $$m $$d; done
uninstall:
	rm -f $(DESTDIR)$(BINDIR)/greenlight
	for m in $(notdir $(MANUALS)); do \
	    rm -f $(DESTDIR)$(MANDIR)/man$${m##*.}/$$m; done
clean:
	rm -rf build greenlight

-include $(OBJECTS:.o=.d) $B/main.d $(UNITS:=.d) $(FUZZERS:=.d)
