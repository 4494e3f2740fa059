package io.github.dualwrite.spring;

import io.github.dualwrite.DualWrite;
import io.github.dualwrite.spring.actuate.DualWriteEndpoint;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.redis.core.StringRedisTemplate;
import redis.clients.jedis.JedisCluster;

/** What {@link AheadOfTimeTest} processes, and then runs in a virtual machine of its own: writes, and looks at what operators see. */
@Configuration(proxyBeanMethods = false)
@Import(DualWriteAutoConfigurationTest.Selector.class)
public class AheadOfTimeApp {

    /** Ends with an error unless all of it works. */
    @SuppressWarnings("deprecation") // JedisCluster
    public static void main(String[] args) {
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(AheadOfTimeApp.class)
                .web(WebApplicationType.NONE)
                .run(args)) {
            context.getBean(StringRedisTemplate.class).opsForValue().set("aot:template", "1");
            context.getBean(JedisCluster.class).set("aot:client", "1");
            DualWrite dualWrite = context.getBean(DualWrite.class);
            if (!dualWrite.awaitAgreement(Duration.ofSeconds(60))) {
                throw new IllegalStateException("no agreement: " + dualWrite.status());
            }
            System.out.println("the endpoint says "
                    + context.getBean(DualWriteEndpoint.class).clusters());
            System.out.println("health is " + context.getBean("dualwriteHealthIndicator"));
        }
    }
}
