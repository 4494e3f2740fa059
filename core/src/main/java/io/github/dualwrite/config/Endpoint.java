package io.github.dualwrite.config;

/** A configured host and port. */
public record Endpoint(String host, int port) {}
