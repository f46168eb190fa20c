"""Calls that nobody makes, or only the folder that is there for it."""
import re

from source import bare, finish, read, sources

# Functions, where they may be called nevertheless, and why not elsewhere.
BANNED = [
    ("strcpy strcat strncpy strncat stpcpy sprintf vsprintf gets", (),
     "write past their end"),
    ("strtok strtok_r", (), "write into their input; use str_next()"),
    ("atoi atol atoll atof sscanf fscanf scanf", (), "take anything"),
    ("alloca", (), "cannot fail"),
    ("system popen fork execv execvp execl execlp dlopen", (),
     "start other programs"),
    ("socket connect getaddrinfo", (), "use the network"),
    ("time clock clock_gettime gettimeofday localtime gmtime rand random "
     "srand srandom drand48 getpid", (), "make runs differ"),
    ("setlocale isalpha isdigit isalnum isspace isupper islower isprint "
     "ispunct isxdigit toupper tolower strcasecmp strncasecmp", (),
     "depend on the locale, and on the sign of char"),
    ("tmpnam tempnam mktemp tmpfile", (), "can be raced"),
    ("malloc calloc realloc strdup strndup asprintf vasprintf",
     ("src/base/",), "memory belongs to arenas"),
    ("free", ("src/base/", "src/cli/"), "memory belongs to arenas"),
    ("exit _exit abort quick_exit", ("src/base/die.c", "src/cli/option.c"),
     "trouble ends in die(), a wrong invocation in usage_error()"),
    ("perror fprintf printf vprintf vfprintf puts fputs putchar putc fputc "
     "fwrite", ("src/base/", "src/cli/"), "only commands print"),
    ("fopen open read mkstemp rename unlink", ("src/base/", "src/cli/"),
     "only base/file and commands touch files"),
    ("getenv", ("src/cli/",), "only commands look around"),
]


def check():
    for path in sources(".c", ".h"):
        text = bare(read(path))
        for names, where, why in BANNED:
            if path.startswith(where):
                continue
            calls = r"(?<![\w.>])(%s)\(" % names.replace(" ", "|")
            for match in re.finditer(calls, text):
                yield "%s:%d: %s(): %s" % (
                    path, text.count("\n", 0, match.start()) + 1,
                    match[1], why)


finish(check())
