package io.github.dualwrite.listener.admin;

import java.nio.charset.StandardCharsets;

/** What is answered to one request. */
record Answer(int status, String type, byte[] body) {

    static final String TEXT = "text/plain; charset=utf-8";
    static final String JSON = "application/json";

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, (text + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
