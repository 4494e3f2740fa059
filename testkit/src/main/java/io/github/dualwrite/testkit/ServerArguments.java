package io.github.dualwrite.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A server's command line: nothing is saved, nothing but the loopback address is bound. */
final class ServerArguments {

    private ServerArguments() {}

    /** The words after the program's name. */
    static List<String> of(ServerOptions options, int port, Path folder) {
        List<String> words = new ArrayList<>();
        settings(options, port, folder).forEach((name, value) -> {
            words.add("--" + name);
            words.add(value);
        });
        options.users().forEach(user -> {
            words.add("--user");
            words.addAll(List.of(user.split(" ")));
        });
        return words;
    }

    private static Map<String, String> settings(ServerOptions options, int port, Path folder) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("dir", folder.toString());
        arguments.put("bind", "127.0.0.1");
        arguments.put("save", "");
        arguments.put("appendonly", "no");
        arguments.put("daemonize", "no");
        arguments.put("set-proc-title", "no");
        if (options.binary().atLeast(7, 0)) {
            arguments.put("enable-debug-command", "yes");
        }
        arguments.put("repl-diskless-sync-delay", "0");
        if (options.clustered()) {
            arguments.put("cluster-enabled", "yes");
            arguments.put("cluster-config-file", "nodes.conf");
            arguments.put("cluster-node-timeout", "2000");
        }
        TestCertificates tls = options.tls();
        if (tls == null) {
            arguments.put("port", Integer.toString(port));
        } else {
            arguments.put("port", "0");
            arguments.put("tls-port", Integer.toString(port));
            arguments.put("tls-cert-file", tls.serverCertPem().toString());
            arguments.put("tls-key-file", tls.serverKeyPem().toString());
            arguments.put("tls-ca-cert-file", tls.caPem().toString());
            arguments.put("tls-auth-clients", "optional");
            arguments.put("tls-replication", "yes");
            if (options.clustered()) {
                arguments.put("tls-cluster", "yes");
            }
        }
        String password = options.password();
        if (password != null) {
            arguments.put("requirepass", password);
            arguments.put("masterauth", password);
        }
        arguments.putAll(options.config());
        return arguments;
    }
}
