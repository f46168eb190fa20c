/*
 * letter: upper and lower case of single characters, as Unicode has them.
 */
#ifndef JSONE_LETTER_H
#define JSONE_LETTER_H

#include <stdint.h>

/* The character itself when it has no other case. */
uint32_t letter_upper(uint32_t c);
uint32_t letter_lower(uint32_t c);

#endif
