package io.github.dualwrite.examples.shop;

import jakarta.servlet.http.HttpSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The shop's door: a session per customer, a cart per session, a cache of prices, and a list of what sells. */
@RestController
public class ShopController {

    private final Carts carts;
    private final Prices prices;
    private final StringRedisTemplate redis;

    ShopController(Carts carts, Prices prices, StringRedisTemplate redis) {
        this.carts = carts;
        this.prices = prices;
        this.redis = redis;
    }

    /** Says who the customer is. */
    @PostMapping("/login")
    public String login(@RequestParam String customer, HttpSession session) {
        session.setAttribute("customer", customer);
        return "welcome, " + customer;
    }

    /** One more of an item. */
    @PostMapping("/cart/{item}")
    public Cart add(@PathVariable String item, HttpSession session) {
        Map<String, Integer> items = new HashMap<>(cart(session).items());
        items.merge(item, 1, Integer::sum);
        redis.opsForZSet().incrementScore("sold", item, 1);
        return carts.save(new Cart(session.getId(), customer(session), items));
    }

    /** The cart, and what it costs. */
    @GetMapping("/cart")
    public Map<String, Object> show(HttpSession session) {
        Cart cart = cart(session);
        int total = cart.items().entrySet().stream()
                .mapToInt(entry -> prices.of(entry.getKey()) * entry.getValue())
                .sum();
        return Map.of("customer", cart.customer(), "items", cart.items(), "total", total);
    }

    /** All carts of a customer. */
    @GetMapping("/carts")
    public List<Cart> ofCustomer(@RequestParam String customer) {
        return carts.findByCustomer(customer);
    }

    /** Empties the cart. */
    @DeleteMapping("/cart")
    public void empty(HttpSession session) {
        carts.deleteById(session.getId());
    }

    /** Empties all carts. */
    @DeleteMapping("/carts")
    public void emptyAll() {
        carts.deleteAll();
    }

    /** Forgets all prices. */
    @DeleteMapping("/prices")
    public void pricesChanged() {
        prices.changed();
    }

    /** Ends the session. */
    @PostMapping("/logout")
    public void logout(HttpSession session) {
        session.invalidate();
    }

    private Cart cart(HttpSession session) {
        return carts.findById(session.getId())
                .filter(cart -> cart.items() != null)
                .orElseGet(() -> new Cart(session.getId(), customer(session), Map.of()));
    }

    private static String customer(HttpSession session) {
        Object customer = session.getAttribute("customer");
        return customer == null ? "nobody" : customer.toString();
    }
}
