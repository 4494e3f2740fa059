package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;

/** Copies a key by its type where {@code DUMP} and {@code RESTORE} do not work. */
public final class TypedFallback implements StateCopy.Fallback {

    @Override
    public boolean isFor(RespError error) {
        return false;
    }

    @Override
    public void copy(Item item, NodeConnection primary, NodeConnection secondary) throws IOException {
        item.result = Result.LATER;
    }
}
