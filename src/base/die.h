/*
 * die: trouble of the machine (no memory, a write that fails) ends the
 * program here with status 3. What a user wrote is never a reason to die.
 */
#ifndef BASE_DIE_H
#define BASE_DIE_H

enum { STATUS_OK = 0, STATUS_FINDINGS = 1, STATUS_USAGE = 2,
	STATUS_TROUBLE = 3 };

/*
 * Prints "greenlight: " and the message to stderr and exits with status 3.
 * A message that ends in ':' is followed by the text of errno.
 */
_Noreturn void die(const char *fmt, ...)
    __attribute__((format(printf, 1, 2)));

#endif
