package io.github.dualwrite.verify;

import io.github.dualwrite.net.NodeConnection;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/**
 * The digest of a vector set (Redis 8): the vectors as they are stored and their attributes. The links between them are left out: they are drawn
 * at random when an element is added, and in another order after {@code RESTORE}.
 */
final class VectorSets {

    private VectorSets() {}

    static void digest(NodeConnection connection, byte[] key, MessageDigest digest) throws IOException {
        Digests.add(digest, Digests.ask(connection, Digests.ascii("VDIM"), key));
        Object card = Digests.ask(connection, Digests.ascii("VCARD"), key);
        // so many random elements are all of them, each once
        byte[] all = Digests.ascii(String.valueOf(card));
        List<byte[]> elements = new ArrayList<>();
        if (Digests.ask(connection, Digests.ascii("VRANDMEMBER"), key, all) instanceof List<?> names) {
            for (Object name : names) {
                MessageDigest element = Digests.sha256();
                Digests.add(element, name);
                byte[] word = (byte[]) name;
                Digests.add(element, Digests.ask(connection, Digests.ascii("VEMB"), key, word, Digests.ascii("RAW")));
                Digests.add(element, Digests.ask(connection, Digests.ascii("VGETATTR"), key, word));
                elements.add(element.digest());
            }
        }
        Digests.addUnordered(digest, elements);
    }
}
