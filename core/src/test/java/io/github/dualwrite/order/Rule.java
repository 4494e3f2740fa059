package io.github.dualwrite.order;

/** The rules of the protocol; a run without one of them must be found to diverge. */
enum Rule {
    PULSE,
    MARK_AGAIN_AT_THE_END,
    WAIT_FOR_WHAT_IS_AHEAD,
    WAIT_FOR_MARKS_IN_PROGRESS,
    REPAIR_HOLDS_A_TICKET,
    CLEAN_ONLY_IF_NOT_MARKED_AGAIN,
    /** Of streams: who begins sees whether others are in flight. */
    STREAM_SEES_OTHERS,
    /** Of streams: what the primary executed first is completed first. */
    STREAM_KEEPS_ITS_ORDER
}
