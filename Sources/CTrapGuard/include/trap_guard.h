#ifndef TRAP_GUARD_H
#define TRAP_GUARD_H

#include <stdint.h>

/// Catches traps (SIGILL and SIGTRAP, by which Swift ends a process on overflow, bad indices and failed preconditions) of threads
/// that have asked for it. Such a thread never runs again: it is stopped where it is, and its token can be read from a pipe.
/// Traps of other threads end the process, as ever.
///
/// Returns the end of the pipe to read tokens of 8 bytes from, or -1. To be called once.
int trap_guard_open(void);

/// From now on traps of this thread are caught. The token must not be 0.
void trap_guard_arm(uint64_t token);

/// Traps of this thread end the process again.
void trap_guard_disarm(void);

#endif
