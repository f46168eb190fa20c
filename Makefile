# greenlight: see README.md. `make` builds ./greenlight, `make test` installs
# what the tests need and runs everything, `make check` runs it as it is.

VERSION	= 0.1.0
MODE	= release
PREFIX	= /usr/local
BINDIR	= $(PREFIX)/bin
MANDIR	= $(PREFIX)/share/man
CC	= cc
B	= build/$(MODE)

LIBS	= yaml-0.1 libpcre2-8 libcyaml
WARN	= -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wwrite-strings \
	  -Wmissing-prototypes -Wpointer-arith -Wvla -Wundef
CFLAGS_release	= -O2 -g
CFLAGS_debug	= -O0 -g3 -Werror
CFLAGS_san	= -O1 -g -Werror -fsanitize=address,undefined \
		  -fno-sanitize-recover=all -fno-omit-frame-pointer
CFLAGS_cov	= -O0 -g --coverage
LDFLAGS_san	= -fsanitize=address,undefined
LDFLAGS_cov	= --coverage

CPPFLAGS_all = -Isrc -D_POSIX_C_SOURCE=200809L -DVERSION='"$(VERSION)"' \
	  $(shell pkg-config --cflags $(LIBS)) $(CPPFLAGS)
CFLAGS_all = -std=c11 $(WARN) $(CFLAGS_$(MODE)) $(CFLAGS)
LDFLAGS_all = $(LDFLAGS_$(MODE)) $(LDFLAGS)
LDLIBS_all = $(shell pkg-config --libs $(LIBS)) $(LDLIBS)

SOURCES	= $(filter-out src/main.c,$(sort $(wildcard src/*/*.c)))
EMBEDDED = $(sort $(wildcard templates/*/*.yaml))
OBJECTS	= $(SOURCES:src/%.c=$B/%.o) $B/embed/data.o
UNITS	= $(sort $(wildcard tests/unit/*/test_*.c))
UNITBINS = $(UNITS:tests/unit/%.c=$B/unit/%)

.PHONY: all greenlight check check-unit clean
.SECONDARY:
all: greenlight

greenlight: $B/greenlight
	@ln -sf $< $@

$B/greenlight: $B/main.o $B/libgreenlight.a
	$(CC) $(LDFLAGS_all) -o $@ $^ $(LDLIBS_all)

$B/libgreenlight.a: $(OBJECTS)
	@rm -f $@
	$(AR) rcs $@ $^

$B/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_all) $(CFLAGS_all) -MMD -MP -c -o $@ $<

$B/embed/data.c: src/embed/pack.sh $(EMBEDDED)
	@mkdir -p $(@D)
	sh src/embed/pack.sh $(EMBEDDED) >$@.new && mv $@.new $@

$B/embed/data.o: $B/embed/data.c src/embed/embed.h
	$(CC) $(CPPFLAGS_all) $(CFLAGS_all) -c -o $@ $<

$B/unit/%: tests/unit/%.c $B/libgreenlight.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_all) -Itests/unit $(CFLAGS_all) -MMD -MP -o $@ $< \
	    $B/libgreenlight.a $(LDFLAGS_all) $(LDLIBS_all) -lcmocka

check-unit: $(UNITBINS)
	@for t in $(UNITBINS); do ./$$t || exit 1; done

check: check-unit

clean:
	rm -rf build greenlight

-include $(OBJECTS:.o=.d) $B/main.d $(UNITBINS:=.d)
