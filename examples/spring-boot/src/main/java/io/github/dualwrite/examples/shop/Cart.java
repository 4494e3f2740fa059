package io.github.dualwrite.examples.shop;

import java.util.Map;
import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.index.Indexed;

/**
 * A cart.
 *
 * @param id the session's
 * @param customer whose it is
 * @param items how many of what
 */
@RedisHash(value = "cart", timeToLive = 3600)
public record Cart(@Id String id, @Indexed String customer, Map<String, Integer> items) {}
