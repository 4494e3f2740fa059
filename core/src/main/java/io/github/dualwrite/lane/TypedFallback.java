package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.repair.CopyOutcome;
import io.github.dualwrite.repair.KeyCopy;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;

/** Copies a key by its type where {@code DUMP} and {@code RESTORE} do not work. */
public final class TypedFallback implements StateCopy.Fallback {

    @Override
    public boolean isFor(RespError error) {
        return KeyCopy.isPermanent(error);
    }

    @Override
    public void copy(
            Item item, NodeConnection primary, NodeConnection secondary, boolean askPrimary, boolean askSecondary)
            throws IOException {
        CopyOutcome outcome = KeyCopy.copy(primary, secondary, item.key.bytes(), askPrimary, askSecondary);
        item.reason = outcome.reason();
        item.ttlMillis = outcome.ttlMillis();
        item.result = switch (outcome.kind()) {
            case COPIED -> Result.COPIED;
            case LATER -> Result.LATER;
            case NEVER -> Result.NEVER;
        };
    }
}
