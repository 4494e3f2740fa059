package io.github.dualwrite.listener.envoy;

import io.github.dualwrite.config.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * What was noticed while a file was read.
 *
 * @param problems why it cannot be used
 * @param remarks what is not honoured, or honoured with a warning
 */
record Notes(List<Problem> problems, List<String> remarks) {

    Notes() {
        this(new ArrayList<>(), new ArrayList<>());
    }

    void notHonoured(String path, String reason) {
        remarks.add(path + ": not honoured" + (reason.isEmpty() ? "" : ", " + reason));
    }
}
