package io.github.dualwrite.fleet;

/** The rules between processes; a run without one of them must be found to diverge. */
enum FleetRule {
    OPEN_UNTIL_ITS_ECHO,
    REPAIRS_ARE_TOLD_TOO,
    A_GAP_PUTS_WHAT_IS_OPEN_IN_DOUBT,
    WHAT_CANNOT_BE_TOLD_IS_MARKED,
    WHAT_IS_OPEN_IN_A_MOVED_SLOT_IS_IN_DOUBT,
    WHAT_WAS_REDIRECTED_IS_TOLD_ON_BOTH_NODES
}
