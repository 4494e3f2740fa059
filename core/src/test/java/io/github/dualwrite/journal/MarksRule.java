package io.github.dualwrite.journal;

/** The rules of {@link SlotMarks} and {@link Sweep}; a run without one of them must be found to lose a doubt. */
enum MarksRule {
    COUNT_WHO_IS_IN_FLIGHT,
    MOVE_THE_SEQUENCE,
    FILE_BEFORE_CELL,
    CHANGE_THE_WORD_ANYWAY,
    LOOK_AGAIN_BEFORE_CLEARING,
    WAIT_FOR_THE_LANE,
    ASK_FOR_DIRTY_KEYS,
    ASK_FOR_OPEN_OPERATIONS,
    COUNT_WHAT_CONCERNS_EVERYTHING
}
