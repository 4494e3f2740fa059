package io.github.dualwrite.listener.config;

import io.github.dualwrite.config.Endpoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads who may connect: {@code users}, {@code tls}, {@code insecure} and {@code admin}. */
final class AccessReading {

    private final FileSettings files;

    AccessReading(FileSettings files) {
        this.files = files;
    }

    AccessSettings access(Settings root) {
        Settings users = root.section("users");
        List<User> read = new ArrayList<>();
        for (String name : users.names()) {
            read.add(user(name, users));
        }
        return new AccessSettings(read, tls(root), root.flag("insecure", false));
    }

    private User user(String name, Settings users) {
        Settings settings = users.section(name);
        List<String> passwords = new ArrayList<>(settings.secrets("password"));
        passwords.addAll(files.secrets(settings, "password-file"));
        if (passwords.stream().anyMatch(String::isEmpty)) {
            settings.problem("password", "empty", "a password");
        } else if (passwords.isEmpty() && !settings.has("password-file")) {
            settings.problem("password", "none", "password or password-file");
        }
        if (name.isEmpty() || name.chars().anyMatch(Character::isWhitespace)) {
            users.problem(name, "a user's name", "a name without spaces");
        }
        settings.end();
        return new User(name, passwords);
    }

    private @Nullable ServerTls tls(Settings root) {
        if (!root.has("tls")) {
            return null;
        }
        Settings tls = root.section("tls");
        Path certificate = required(tls, "certificate");
        Path key = required(tls, "key");
        Path clientCa = readable(tls, "client-ca", files.path(tls, "client-ca"));
        tls.end();
        return certificate == null || key == null ? null : new ServerTls(certificate, key, clientCa);
    }

    private @Nullable Path required(Settings tls, String name) {
        Path file = files.path(tls, name);
        if (file == null) {
            tls.problem(name, "none", "a PEM file");
        }
        return readable(tls, name, file);
    }

    private static @Nullable Path readable(Settings tls, String name, @Nullable Path file) {
        if (file != null && !Files.isReadable(file)) {
            tls.problem(name, file.toString(), "a file that can be read");
        }
        return file;
    }

    @Nullable
    AdminSettings admin(Settings root) {
        if (root.isFlag("admin")) {
            return root.flag("admin", true) ? AdminSettings.ofDefaults() : null;
        }
        Settings admin = root.section("admin");
        String listen = admin.text("listen", null);
        String token = admin.secret("token");
        List<String> fromFile = files.secrets(admin, "token-file");
        if (token != null && !fromFile.isEmpty()) {
            admin.problem("token-file", "given besides token", "one of the two");
        }
        admin.end();
        return new AdminSettings(
                listen == null ? AdminSettings.DEFAULT_LISTEN : Endpoint.parse(listen),
                token != null ? token : fromFile.isEmpty() ? null : fromFile.get(0));
    }
}
