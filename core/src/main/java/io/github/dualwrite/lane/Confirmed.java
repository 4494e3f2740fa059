package io.github.dualwrite.lane;

import io.github.dualwrite.fleet.Teller;
import io.github.dualwrite.net.Node;
import java.util.Arrays;

/** What a node has confirmed since others were last told, as the hashes of keys. Belongs to the lane's thread. */
final class Confirmed {

    private final Node node;
    private int[] hashes = new int[64];
    private int count;

    Confirmed(Node node) {
        this.node = node;
    }

    void add(int hash) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * count);
        }
        hashes[count++] = hash;
    }

    void tell(Teller teller) {
        teller.closed(node, hashes, count);
        count = 0;
    }
}
