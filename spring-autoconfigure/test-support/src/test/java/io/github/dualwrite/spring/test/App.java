package io.github.dualwrite.spring.test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/** An application that has nothing but what Spring Boot configures. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class App {}
