package io.github.dualwrite.spring.matrix;

import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.redis.core.RedisHash;
import org.springframework.data.redis.core.TimeToLive;
import org.springframework.data.redis.core.index.Indexed;

/** What the repository of the matrix keeps. */
@RedisHash("item")
public class ShopItem {

    @Id
    @Nullable
    String id;

    @Indexed
    @Nullable
    String colour;

    @TimeToLive
    @Nullable
    Long ttl;

    static ShopItem of(String id, String colour, @Nullable Long ttl) {
        ShopItem item = new ShopItem();
        item.id = id;
        item.colour = colour;
        item.ttl = ttl;
        return item;
    }
}
