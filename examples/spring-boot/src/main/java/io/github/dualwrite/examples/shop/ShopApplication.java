package io.github.dualwrite.examples.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** The shop. */
@SpringBootApplication
@EnableCaching
public class ShopApplication {

    /** Starts it with the clusters that its configuration names. */
    public static void main(String[] args) {
        SpringApplication.run(ShopApplication.class, args);
    }
}
