package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.List;

/** Copies keys by other means. */
interface Fallback {

    /** Whether an error of {@code DUMP} or {@code RESTORE} will not pass by itself. */
    boolean isFor(RespError error);

    /** Copies what is small, many at a time; sets the result of what it copied, and leaves the rest as it was. */
    void copySmall(List<Item> items, NodeConnection primary, NodeConnection secondary) throws IOException;

    /** Copies one key; sets the item's result. Nothing is outstanding on either connection. */
    void copy(Item item, NodeConnection primary, NodeConnection secondary, boolean askPrimary, boolean askSecondary)
            throws IOException;
}
