package io.github.dualwrite.config;

/** A user and a password. */
public record Credentials(String username, String password) {}
