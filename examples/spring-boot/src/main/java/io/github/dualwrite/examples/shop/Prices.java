package io.github.dualwrite.examples.shop;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/** What things cost, which takes long to find out. */
@Service
public class Prices {

    /** The price in cents. */
    @Cacheable("prices")
    public int of(String item) {
        return 100 + Math.floorMod(item.hashCode(), 900);
    }

    /** All prices have changed. */
    @CacheEvict(value = "prices", allEntries = true)
    public void changed() {}
}
