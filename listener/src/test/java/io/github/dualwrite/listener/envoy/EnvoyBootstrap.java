package io.github.dualwrite.listener.envoy;

/** An Envoy bootstrap in the shape that is used for a migration: one route, mirrors, the third cluster behind TLS and a password. */
public final class EnvoyBootstrap {

    private EnvoyBootstrap() {}

    /** With these addresses, each {@code host:port}. */
    public static String text(
            String host,
            int port,
            int adminPort,
            String first,
            String second,
            String third,
            String password,
            String mirrors) {
        return """
                static_resources:
                  listeners:
                  - name: redis
                    address: {socket_address: {address: HOST, port_value: PORT}}
                    filter_chains:
                    - filters:
                      - name: envoy.filters.network.redis_proxy
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.redis_proxy.v3.RedisProxy
                          stat_prefix: egress
                          settings: {op_timeout: 5s}
                          prefix_routes:
                            catch_all_route:
                              cluster: first_cluster
                              request_mirror_policy:
                MIRRORS
                  clusters:
                """.replace("HOST", host)
                        .replace("PORT", Integer.toString(port))
                        .replace("MIRRORS", mirrors.indent(14).stripTrailing())
                + cluster("first_cluster", first)
                + cluster("second_cluster", second)
                + cluster("third-cluster", third)
                + """
                    typed_extension_protocol_options:
                      envoy.filters.network.redis_proxy:
                        "@type": type.googleapis.com/google.protobuf.Struct
                        value: {auth_password: {inline_string: "SECRET"}}
                    transport_socket:
                      name: envoy.transport_sockets.tls
                      typed_config:
                        "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext
                """.replace("SECRET", password)
                + "admin: {address: {socket_address: {address: " + host + ", port_value: " + adminPort + "}}}\n";
    }

    private static String cluster(String name, String node) {
        return """
                - name: NAME
                  cluster_type:
                    name: envoy.clusters.redis
                    typed_config:
                      "@type": type.googleapis.com/google.protobuf.Struct
                      value: {cluster_refresh_rate: 10s, cluster_refresh_timeout: 4s}
                  connect_timeout: 4s
                  dns_lookup_family: V4_ONLY
                  lb_policy: CLUSTER_PROVIDED
                  load_assignment:
                    cluster_name: NAME
                    endpoints:
                      lb_endpoints:
                        endpoint: {address: {socket_address: {address: ADDRESS, port_value: PORT}}}
                """.replace("NAME", name)
                .replace("ADDRESS", node.substring(0, node.lastIndexOf(':')))
                .replace("PORT", node.substring(node.lastIndexOf(':') + 1))
                .indent(2);
    }
}
