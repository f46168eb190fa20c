/*
 * collect: the operators that work on whole lists and mappings.
 */
#ifndef JSONE_COLLECT_H
#define JSONE_COLLECT_H

#include "jsone/operator.h"

operator_run collect_map, collect_find, collect_reduce, collect_sort,
    collect_reverse, collect_flatten, collect_flatten_deep, collect_merge,
    collect_merge_deep;

#endif
