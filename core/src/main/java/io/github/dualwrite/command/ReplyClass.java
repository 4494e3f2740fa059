package io.github.dualwrite.command;

/** What a secondary must answer to an effect; any other answer makes the keys dirty. */
public enum ReplyClass {
    /** Nothing is sent in the command's place, so nothing is answered. */
    NONE("-"),
    /** What the primary answered. */
    SAME("the primary's reply"),
    /** What the words that are sent answer when they do there what the write did on the primary; where its reply does not tell, no error. */
    KNOWN("the reply that follows from the primary's"),
    /** Whatever is not an error. */
    NO_ERROR("no error");

    private final String description;

    ReplyClass(String description) {
        this.description = description;
    }

    /** A few words for users. */
    public String description() {
        return description;
    }
}
