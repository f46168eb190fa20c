/*
 * address: IP addresses as Go reads them.
 */
#ifndef MODEL_ADDRESS_H
#define MODEL_ADDRESS_H

#include "base/str.h"

struct address {
	unsigned char bytes[16];	/* 4 of IPv4, or 16 */
	unsigned size;
};

/* Go: net.ParseIP() */
bool address_read(struct str text, struct address *);
/* Go: net.ParseCIDR() or net.ParseIP() takes it. */
bool address_is_range(struct str text);
/* 127.0.0.0/8 or ::1; net.IP.IsLoopback() */
bool address_is_loopback(const struct address *);

#endif
