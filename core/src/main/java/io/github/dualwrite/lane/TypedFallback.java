package io.github.dualwrite.lane;

import io.github.dualwrite.lane.KeyRepairs.Item;
import io.github.dualwrite.lane.KeyRepairs.Result;
import io.github.dualwrite.net.NodeConnection;
import io.github.dualwrite.repair.CopyOutcome;
import io.github.dualwrite.repair.KeyCopy;
import io.github.dualwrite.repair.SmallCopies;
import io.github.dualwrite.resp.RespError;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Copies a key by its type where {@code DUMP} and {@code RESTORE} do not work. */
public final class TypedFallback implements Fallback {

    @Override
    public boolean isFor(RespError error) {
        return KeyCopy.isPermanent(error);
    }

    @Override
    public void copySmall(List<Item> items, NodeConnection primary, NodeConnection secondary) throws IOException {
        List<byte[]> keys = items.stream().map(item -> item.key.bytes()).toList();
        @Nullable CopyOutcome[] outcomes = SmallCopies.copy(primary, secondary, keys);
        for (int i = 0; i < outcomes.length; i++) {
            CopyOutcome outcome = outcomes[i];
            if (outcome != null) {
                items.get(i).ttlMillis = outcome.ttlMillis();
                items.get(i).result = Result.COPIED;
            }
        }
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
